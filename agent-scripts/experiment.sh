#!/bin/sh
# Runs one trial's share of a host, detached: monitors, sampler, traffic and the fault timeline, all into a spool.
# usage: experiment.sh prepare|start|run|status|stop|remove RUN TRIAL | experiment.sh stop-all   (prepare: spec on stdin)
# stdout: one JSON object a line
# stderr: + each command that changes the host; what failed
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here
set -eu
export LC_ALL=C PATH="/usr/sbin:/usr/bin:/sbin:/bin"
here=$(cd "${0%/*}" && pwd)
runs="${PILAB_BASE:-/run/pilab}/runs"

usage() {
  echo "usage: experiment.sh prepare|start|run|status|stop|remove RUN TRIAL | stop-all" >&2
  exit 2
}
log() { printf '{"time":%s,%s}\n' "$(date +%s%N)" "$1" >>"$dir/agent.jsonl"; }
setting() { sed -n "s/^$1 //p" "$dir/spec"; }
started_at() { # a zombie has ended
  sed -n 's/.*) \([^Z].*\)/\1/p' "/proc/$1/stat" 2>/dev/null | cut -d' ' -f20
}

alive() { # the recorded process, not another one that got its number
  [ -f "$dir/pid" ] || return 1
  read -r pid since <"$dir/pid"
  [ "$(started_at "$pid")" = "$since" ]
}

prepare() {
  [ ! -e "$dir" ] || {
    echo "experiment.sh: $dir is there already" >&2
    exit 1
  }
  mkdir -p "$dir.new"
  cat >"$dir.new/spec"
  if grep -qvE '^(traffic|port|limit|argument|interface|fault) [A-Za-z0-9._:/ -]+$' "$dir.new/spec"; then
    echo "experiment.sh: a line of the spec is not allowed" >&2
    rm -rf "$dir.new"
    exit 2
  fi
  mv "$dir.new" "$dir"
  echo '{"prepared":true}'
}

start() {
  if [ ! -f "$dir/spec" ] || [ -e "$dir/pid" ]; then
    echo "experiment.sh: $dir is not prepared, or was started" >&2
    exit 1
  fi
  setsid sh "$here/experiment.sh" run "$run" "$trial" </dev/null >/dev/null 2>>"$dir/runner.err" &
  echo "$! $(started_at "$!")" >"$dir/pid"
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
    echo "+ kill -$signal -- -$pid" >&2
    kill -"$signal" -- "-$pid" 2>/dev/null || true
    tries=0
    while alive && [ "$tries" -lt 100 ]; do
      sleep 0.05
      tries=$((tries + 1))
    done
  done
  if alive; then echo '{"stopped":false}' && exit 1; fi
  echo '{"stopped":true}'
}

verb=${1:-}
if [ "$verb" = stop-all ] && [ $# -eq 1 ]; then
  for dir in "$runs"/*/*/; do [ ! -f "$dir/pid" ] || stop; done
  exit 0
fi
[ $# -eq 3 ] || usage
case "$2$3" in *[!A-Za-z0-9._-]* | .* | '') usage ;; esac
run=$2 trial=$3 dir="$runs/$2/$3"
case "$verb" in
  prepare | start | status | stop) "$verb" ;;
  run)
    # shellcheck source=agent-scripts/trial.sh
    . "$here/trial.sh"
    ;;
  remove)
    rm -rf "${runs:?}/$run/$trial"
    rmdir "$runs/$run" 2>/dev/null || true
    echo '{"removed":true}'
    ;;
  *) usage ;;
esac
