# shellcheck shell=sh
# Measures whether hosts are restored after random interference with their trials, on virtual rigs of its own.
# usage: endings [TRIES] [--seed S] [--jobs J] [--only K]; sourced by dev/bench   (500 tries, 12 at a time, about an hour)
# stdout: a table and the failing tries
# stderr: each try
# exit codes: 0 no try failed, 1 one did, 2 usage, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root, dev/java.sh java

# What a bench that was ended in mid-course left: its rigs, its processes in them, its control groups.
# shellcheck disable=SC2317 # called by the trap
tidy_endings() {
  kill -KILL "$bench" 2>/dev/null || :
  wait "$bench" 2>/dev/null || :
  for lab in "$folder"/rig-*/lab.yaml; do
    [ -f "$lab" ] || continue
    "$java" -cp "$work/pilab.jar" io.pilab.cli.Main rig down -q -f "$lab" || :
    find /sys/fs/cgroup -maxdepth 2 -type d -name "pilab-$(sed -n 's/^lab: //p' "$lab")-*" -exec rmdir {} + 2>/dev/null || :
    rm -rf "${lab%/*}"
  done
  rm -rf "$work"
}

# endings_run FIRST LAST SEED JOBS: see docs/restore.md. Of a copy of what was built: another build meanwhile does no harm.
endings_run() {
  [ "$(id -u)" = 0 ] || give_up "dev/bench endings needs root"
  need_build_tools
  say "building pilab and its tests"
  (cd "$root" && mvn -q -B -ntp -DskipTests package >&2) || exit 3
  chown -R --reference="$root" "$root/orchestrator/target"
  work=$(mktemp -d) folder=$root/orchestrator/target/endings/$3 bench=none
  trap tidy_endings EXIT
  trap 'exit 3' INT TERM HUP
  cp -r "$root/orchestrator/target/pilab.jar" "$root/orchestrator/target/test-classes" "$work"
  rm -rf "$folder"
  say "seed $3; each try's line, and what failing ones leave, in $folder"
  terminal=0
  [ ! -t 2 ] || terminal=1
  find_java
  cd "$root/orchestrator" || return # the rigs' hosts get files of the tests
  "$java" -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -cp "$work/pilab.jar:$work/test-classes" \
    io.pilab.endings.RandomEndingsBench "$folder" "$@" "$terminal" &
  bench=$!
  result=0
  wait "$bench" || result=$?
  return "$result"
}

# The words after "endings", to first, last, seed and jobs.
endings_options() {
  first=1 last=500 seed=$(date +%s) jobs=12
  case ${1-} in '' | -*) ;; *)
    last=$1
    shift
    ;;
  esac
  while [ $# -gt 1 ]; do
    case $1 in
      --seed) seed=$2 ;;
      --jobs) jobs=$2 ;;
      --only) first=$2 last=$2 jobs=1 ;;
      *) return 1 ;;
    esac
    shift 2
  done
  [ $# = 0 ] || return 1
  for number in "$first" "$last" "$seed" "$jobs"; do
    case $number in '' | *[!0-9]* | 0?* | ???????????*) return 1 ;; esac
  done
  [ "$first" -gt 0 ] && [ "$last" -gt 0 ] && [ "$jobs" -gt 0 ] || return 1
  [ "$jobs" -le "$last" ] || jobs=$last
}

endings() {
  endings_options "$@" || usage
  endings_run "$first" "$last" "$seed" "$jobs"
}
