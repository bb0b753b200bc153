# shellcheck shell=sh
# Which runs are captured, and where their state lies.
# usage: . "$here/lib/captured.sh", after lib/common.sh
# stdout: what a function's comment names
# stderr: nothing
# exit codes: none of its own
# shellcheck disable=SC2154 # base, disk and line_end are set by lib/common.sh

# The folder with the captured state of run $1, on stdout: after a restart it may be on the disk alone (persist.sh).
saved_state() {
  if [ -e "$base/state/$1/captured" ] || [ ! -e "$disk/state/$1/captured" ]; then echo "$base/state/$1"; else echo "$disk/state/$1"; fi
}

# The runs that were captured, newest first.
captured_runs() {
  runs_found=
  for taken in "$base"/state/*/captured "$disk"/state/*/captured; do
    { read -r when _ <"$taken"; } 2>/dev/null || continue # just forgotten
    taken=${taken%/captured}
    runs_found="$runs_found$when ${taken##*/}$line_end"
  done
  [ -z "$runs_found" ] || printf %s "$runs_found" | sort -rn | uniq | sed 's/.* //'
}
