# shellcheck shell=sh
# Undoes what an operator's commands did.
# usage: . "$here/lib/undo.sh", after lib/common.sh
#   The caller sets saved, the folder of the captured state. Its file "undo" has one command a line.
#   Before undo_commands it also sets changed (a count) and has the function note_failure.
# stdout: nothing
# stderr: each command before it runs, and what it says
# exit codes: none of its own; the functions fail when a command does
# shellcheck disable=SC2154 # saved and here are the caller's

# Three octal digits a byte, as printf(1) takes them with a backslash and a zero each. PILAB_AGENT is where our scripts are.
# What a command says beyond 64 KiB is read and dropped. With "stay" what it leaves in the background is heard as well.
run_encoded() { # COMMAND [stay]
  text=$(printf '%b' "$(printf '%s' "$1" | sed 's/.../\\0&/g')")
  said=$saved/said.$$ run_code=0
  if mkfifo -m 600 "$said"; then
    # shellcheck disable=SC2094 # it is removed once it was read to its end
    { head -c 65536 && cat >/dev/null && rm -f "$said"; } <"$said" >&2 &
    hearing=$!
  else
    said=/dev/null
  fi
  PILAB_AGENT=$here change timeout 20 sh -c "$text" </dev/null >"$said" 2>&1 || run_code=$?
  pause=0.1
  [ "${2-}" != stay ] || pause=0.02
  for _ in 1 2 3 4 5; do [ ! -p "$said" ] || sleep "$pause"; done # until all that it has said itself is passed on
  [ ! -p "$said" ] || [ "${2-}" = stay ] || kill "$hearing" || :
  [ ! -p "$said" ] || rm -f "$said"
  return "$run_code"
}

# Where there is no room for the new list the old one stays, whole.
keep_undo() { # COMMAND
  { { [ ! -e "$saved/undo" ] || cat "$saved/undo"; } && echo "$1"; } >"$saved/undo.new" && mv "$saved/undo.new" "$saved/undo"
}

# By the shell itself: not every grep tells a full disk from a list with nothing left.
others() { # COMMAND
  while read -r other; do
    [ "$other" = "$1" ] || echo "$other" || return 1
  done <"$saved/undo"
}

forget_undo() { # COMMAND
  if others "$1" >"$saved/undo.new" && mv "$saved/undo.new" "$saved/undo"; then return; fi
  say "$saved/undo cannot be written: the restore takes this command back once more"
}

# The last command is taken back first; one that fails stays, for the next restore.
undo_commands() {
  [ -s "$saved/undo" ] || return 0
  # shellcheck disable=SC2013 # one word a line
  for encoded in $(sed '1!G;h;$!d' "$saved/undo"); do
    changed=$((changed + 1))
    code=0
    run_encoded "$encoded" || code=$?
    case $code in
      0) forget_undo "$encoded" ;;
      124) note_failure "undo command killed after 20 s: $text" ;;
      *) note_failure "undo command failed with exit code $code: $text" ;;
    esac
  done
}
