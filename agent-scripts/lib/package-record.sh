# shellcheck shell=sh
# Records which packages came through pilab.
# usage: . "$here/lib/package-record.sh", after lib/common.sh and lib/builds.sh
#   packages.sh sources it, and sets work.
# stdout: what a function's comment names
# stderr: what went wrong
# exit codes: 1 dpkg-query does not say what is installed
# shellcheck disable=SC2154 # set by the caller
record=$state/packages before=$state/packages.before

installed() { dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u; }

# What came since the last note, on stdout.
arrived() { [ ! -e "$before" ] || installed | comm -13 "$before" -; }

# Before apt-get runs. A call that was killed has left its own: what it brought is still to be noted.
note_before() {
  [ ! -e "$before" ] || return 0
  installed >"$work/before"
  [ -s "$work/before" ] || fail "dpkg-query tells nothing of what is installed"
  mv "$work/before" "$before"
}

settle() {
  came=$(arrived)
  [ -z "$came" ] || printf '%s\n' "$came" | tee -a "$work/new" >>"$record"
  rm -f "$before"
}

# All that pilab ever brought, on stdout.
brought() {
  came=$(arrived)
  [ ! -e "$record" ] || came="$came
$(cat "$record")"
  printf '%s\n' "$came" | sed '/^$/d' | sort -u
}

# Whether a call still works here, or the apt-get of one that was killed.
installing() {
  for folder in "$state"/.packages.*; do
    [ ! -d "$folder" ] || flock -n "$folder" true || return 0
  done
  return 1
}

# Drops the record, but for what still comes.
forget() {
  changed=false
  if installing; then
    say "an installation is under way: what it brings stays on record"
  else
    [ ! -e "$record" ] && [ ! -e "$before" ] || changed=true
    [ "$changed" = false ] || change rm -f "$record" "$before"
    rm -rf "$state/packages.stage" "$state"/.packages.*
    rmdir "$state" 2>/dev/null || :
  fi
  printf '{"changed":%s}\n' "$changed"
}
