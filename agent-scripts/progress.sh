# shellcheck shell=sh
# How far a build is: its processes, its status, its end; build.sh sources it and sets version, dir, binary and verb.
# usage: . "$here/progress.sh", after common.sh, process.sh and installed.sh
# stdout: the status, one JSON object
# stderr: the processes that are ended; what failed
# exit codes: 1 a process does not end; give_up's own
# shellcheck disable=SC2154 # set by build.sh
boot() { cat "$proc/sys/kernel/random/boot_id"; }

alive() { # the recorded process, not another one that got its number, also after a reboot
  pid='' since='' booted=''
  { read -r pid since booted <"$dir/pid"; } 2>/dev/null || return 1
  [ "$booted" = "$(boot)" ] && ! ended "$pid" "$since"
}

left() { group_members "$pid" "$folder"; }
gone() { [ -z "$pid" ] || [ -z "$(left)" ]; }

# Nothing of this build is left, neither processes nor files.
clean() {
  if [ -d "$dir" ]; then
    alive || : # a shell that was killed leaves its make
    folder=$(cd "$dir" && pwd -P)
    for signal in TERM KILL; do
      ! gone || break
      change kill "-$signal" "-$pid" || :
      poll 4 gone || :
    done
    gone || fail "of the build of $version these processes do not end: $(left | tr '\n' ' ')"
  fi
  rm -rf "$dir"
  sweep "$version"
}

# give_up CODE REASON: the work goes first, since it may be that which filled the disk.
give_up() {
  rm -rf "$dir/work"
  sweep "$version"
  { printf '%s\n' "$2" | tr '\t' ' ' | tr -cd ' -~\n' >"$dir/reason.new" && mv "$dir/reason.new" "$dir/reason"; } || :
  [ "$verb" = run ] || say "$2"
  exit "$1"
}

why_it_died() {
  if [ "$booted" = "$(boot)" ]; then cause="it was killed"; else cause="the host was restarted meanwhile"; fi
  echo "the build ended without a word: $cause ($(space "$dir")); starting it again begins anew"
}

# The end of the log as strings of JSON; a compiler may print anything.
log_strings() {
  { tail -n 15 "$dir/log" 2>/dev/null || :; } | tr '\t' ' ' | tr -cd ' -~\n' |
    sed 's/^\(.\{400\}\).*/\1.../; s/[\\"]/\\&/g; s/.*/"&"/' | paste -sd , -
}

# answer [CHANGED]; in this order: a build that ends between two questions has its result before it is gone.
answer() {
  found=absent reason=
  if alive; then
    found=running
  elif usable "$binary" "$version"; then
    found="done"
  elif [ -f "$dir/reason" ]; then
    found=failed reason=$(cat "$dir/reason")
  elif [ -f "$dir/pid" ]; then
    found=died reason=$(why_it_died)
  fi
  printf '{"state":"%s"' "$found"
  [ ! -f "$dir/stage" ] || printf ',"stage":"%s"' "$(cat "$dir/stage")"
  [ "$found" != "done" ] || printf ',"binary":"%s"' "$binary"
  printf ',"log":[%s]' "$(log_strings)"
  [ -z "$reason" ] || printf ',"reason":%s' "$(json_string "$reason")"
  printf '%s}\n' "${1:+,\"changed\":$1}"
}
