#!/bin/sh
# Runs one trial's share of a host, detached: monitors, sampler, traffic and the fault timeline, all into a spool.
# usage: experiment.sh prepare|start|run|status|stop|remove RUN TRIAL | experiment.sh stop-all   (prepare: spec on stdin)
# stdout: one JSON object a line
# stderr: + each command that changes the host; what failed
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here
set -eu
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/common.sh"
. "$here/process.sh"
runs=$base/runs

log() { printf '{"time":%s,%s}\n' "$(date +%s%N)" "$1" >>"$dir/agent.jsonl"; }
setting() { sed -n "s/^$1 //p" "$dir/spec"; }

alive() { # the recorded process, not another one that got its number
  [ -f "$dir/pid" ] || return 1
  read -r pid since <"$dir/pid"
  [ "$(start_time "$pid")" = "$since" ]
}

ended() { ! alive; }

prepare() {
  [ ! -e "$dir" ] || fail "$dir is there already"
  umask 022
  mkdir -p "$dir.new"
  cat >"$dir.new/spec"
  if grep -qvE '^(traffic|port|limit|argument|interface|fault) [A-Za-z0-9._:/ -]+$' "$dir.new/spec"; then
    rm -rf "$dir.new"
    refuse "a line of the specification is not allowed"
  fi
  mv "$dir.new" "$dir"
  echo '{"prepared":true}'
}

start() {
  [ -f "$dir/spec" ] || fail "$dir is not prepared"
  [ ! -e "$dir/pid" ] || fail "$dir was started before"
  setsid sh "$here/experiment.sh" run "$run" "$trial" </dev/null >/dev/null 2>>"$dir/runner.err" &
  echo "$! $(start_time "$!")" >"$dir/pid"
  echo '{"started":true}'
}

status() {
  state=absent
  if [ -f "$dir/finished" ]; then state="done"; elif alive; then state=running; elif [ -e "$dir/pid" ]; then state=died; fi
  if [ "$state" = absent ] && [ -f "$dir/spec" ]; then state=prepared; fi
  printf '{"state":"%s"}\n' "$state"
}

stop() {
  for signal in TERM KILL; do
    alive || break
    change kill "-$signal" "-$pid" 2>/dev/null || :
    poll 25 ended || :
  done
  ended || fail "process $pid of $dir does not end"
  echo '{"stopped":true}'
}

verb=${1:-}
if [ "$verb" = stop-all ] && [ $# -eq 1 ]; then
  for dir in "$runs"/*/*/; do [ ! -f "$dir/pid" ] || stop; done
  exit 0
fi
[ $# -eq 3 ] || usage
check_run "$2"
check_run "$3"
run=$2 trial=$3 dir="$runs/$2/$3"
case "$verb" in
  prepare | start | status | stop) "$verb" ;;
  run)
    # shellcheck source=trial.sh
    . "$here/trial.sh"
    ;;
  remove)
    rm -rf "${runs:?}/$run/$trial"
    rmdir "$runs/$run" 2>/dev/null || :
    echo '{"removed":true}'
    ;;
  *) usage ;;
esac
