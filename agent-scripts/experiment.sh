#!/bin/sh
# Runs one trial's share of a host, detached: monitors, sampler, traffic and fault timeline, all into a spool.
# usage: experiment.sh prepare RUN TRIAL <SPECIFICATION
#        experiment.sh start|status|stop|remove RUN TRIAL
#        experiment.sh go RUN TRIAL
#        experiment.sh zero RUN TRIAL TIME UNCERTAINTY
#        experiment.sh stop-all [RUN-TRIAL]
#        experiment.sh sweep
#   go: lets a share that waits begin its traffic.
#   zero: tells a share without traffic when the client's traffic began, by this host's clock.
#   TIME: nanoseconds since 1970. UNCERTAINTY: nanoseconds.
# stdout: one JSON object a line
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here
set -eu
case $0 in */*) here=$(cd "${0%/*}" && pwd) ;; *) here=$(pwd) ;; esac # the trial works in its own folder
. "$here/lib/common.sh"
. "$here/lib/process.sh"
. "$here/lib/captured.sh"
. "$here/lib/armed.sh"
umask 022 # the spool is read without privilege
runs=$base/runs

log() { printf '{"time":%s,%s}\n' "$(date +%s%N)" "$1" >>"$dir/agent.jsonl"; }
setting() { sed -n "s/^$1 //p" "$dir/spec"; }

alive() { # the recorded process, not another one that got its number
  pid='' since=''
  { read -r pid since <"$dir/pid"; } 2>/dev/null || return 1
  [ -n "$since" ] && ! ended "$pid" "$since"
}

# All of the trial: what a fault's command left in the background may be in a group, a session or a folder of its own, and
# what has another environment may have neither. Fails when it cannot look: then it does not know.
left() {
  marked_ones=$(marked "$dir/mark") && session='' || return 1
  [ -z "$pid" ] || session=$(session_members "$pid" "$(cd "$dir" && pwd -P)") || return 1
  printf '%s\n' "$marked_ones" "$session" | sed '/^$/d' | sort -un | tr '\n' ' '
}
gone() { remaining=$(left) && [ -z "$remaining" ]; }

prepare() {
  [ ! -e "$dir" ] || fail "$dir is there already"
  target=$dir dir=$runs/$run/.$trial.$$
  trap 'rm -rf "$dir"; rmdir "$runs/$run" 2>/dev/null || :' EXIT
  mkdir -p "$dir"
  tr '\000' '?' >"$dir/spec" # grep passes over a file with NUL
  word='[A-Za-z0-9._:/-]+' number='(0|[1-9][0-9]{0,8})'
  plain="(traffic|argument|interface|deny) $word|(port|limit) [1-9][0-9]{0,4}|hangs [1-9][0-9]{0,8}|listens|waits"
  fault="fault $number $number (inject|heal) [a-z0-9]+[.]sh( $word)+"
  wrong=$(grep -nvE "^($plain|$fault)\$" "$dir/spec" | head -n 1)
  [ -z "$wrong" ] || refuse "line ${wrong%%:*} of the specification is not allowed: ${wrong#*:}"
  keys='traffic port limit'
  grep -qE '^(traffic |port |argument |listens$|waits$)' "$dir/spec" || keys=limit # a helper's share
  for key in $keys; do
    [ "$(grep -c "^$key " "$dir/spec")" = 1 ] || refuse "the specification needs one line '$key'"
  done
  mv -T "$dir" "$target"
  echo '{"prepared":true}'
}

# The dead man's switch has to wait for as long as the share may take from now on.
hold_armed() {
  read_uptime
  end=$((uptime + $(setting limit)))
  armed_until "$run-$trial" "$((end + 1))" || fail "nothing is started: the dead man's switch of $run-$trial $unarmed;" \
    "'deadman.sh arm $run-$trial SECONDS' first, with more than the trial's limit"
  echo "$end" >"$dir/end"
}

# Wakes a share that waits for the file of that name; opened in both directions, the pipe needs no reader.
tell() { [ ! -p "$dir/$1.fifo" ] || echo 1<>"$dir/$1.fifo"; } # NAME

start() {
  [ -f "$dir/spec" ] || fail "$dir is not prepared"
  [ ! -e "$dir/pid" ] || fail "$dir was started before"
  hold_armed
  cd "$dir"
  read -r mark <"$proc/sys/kernel/random/uuid"
  (umask 077 && echo "$mark" >mark)
  PILAB_MARK=$mark setsid sh "$here/experiment.sh" run "$run" "$trial" </dev/null >/dev/null 2>>runner.err &
  echo "$! $(start_time "$!" || :)" >pid
  echo '{"started":true}'
}

status() {
  state=absent
  [ ! -f "$dir/spec" ] || state=prepared
  # In this order: a trial that ends between two questions has written "finished" before it is gone.
  if alive; then state=running; elif [ -f "$dir/finished" ]; then state="done"; elif [ -e "$dir/pid" ]; then state=died; fi
  printf '{"state":"%s"}\n' "$state"
}

# Twice KILL: a process may begin another one while it is looked for.
stop() {
  alive || :
  for signal in TERM KILL KILL; do
    found=$(left) || continue
    [ -n "$found" ] || break
    # shellcheck disable=SC2086 # numbers
    change kill "-$signal" $found || :
    # shellcheck disable=SC2086 # the same
    kill -CONT $found 2>/dev/null || : # one that is paused would not hear it
    poll 4 gone || :                   # timeout(1) needs 2 s to end a tool that hangs
  done
  gone || fail "of $dir these processes do not end: $(left)"
  echo '{"stopped":true}'
}

remove() {
  ! alive || fail "$dir still runs: 'experiment.sh stop $run $trial' first"
  gone || fail "of $dir these processes still run: $(left)"
  rm -rf "${runs:?}/$run/$trial" "${disk:?}/runs/$run/$trial"
  rmdir "$runs/$run" "$disk/runs/$run" "$disk/runs" "$disk" 2>/dev/null || :
  echo '{"removed":true}'
}

# Again it changes nothing. A share that is still preparing does not halt, and one that has ended has told why.
go() {
  alive || {
    echo '{"told":false}'
    return
  }
  [ -e "$dir/go" ] || hold_armed
  : >"$dir/go"
  tell go
  echo '{"told":true}'
}

# Again with the same time it changes nothing.
zero() { # TIME UNCERTAINTY
  case $1 in *[!0-9]* | '' | 0* | ????????????????????*) refuse "'$1' is not a time in nanoseconds" ;; esac
  case $2 in *[!0-9]* | '' | 0?* | ????????????????????*) refuse "'$2' is not a number of nanoseconds" ;; esac
  alive || fail "$dir does not run"
  if [ ! -e "$dir/zero" ]; then
    echo "$1 $2" >"$dir/zero.new"
    mv "$dir/zero.new" "$dir/zero"
  fi
  [ "$(cat "$dir/zero")" = "$1 $2" ] || fail "$dir was told another time: $(cat "$dir/zero")"
  tell zero
  echo '{"told":true}'
}

# What no controller has collected, nor will: of runs that are not captured any more. A folder that is being prepared has a dot.
sweep() {
  removed=0
  for dir in "$runs"/*/*; do
    trial=${dir##*/} run=${dir%/*}
    run=${run##*/}
    if [ -d "$dir" ] && [ ! -e "$(saved_state "$run-$trial")" ] && (remove >/dev/null); then removed=$((removed + 1)); fi
  done
  printf '{"removed":%s}\n' "$removed"
}

stop_all() { # the id that a dead man's switch has, or none for every trial
  code=0
  for dir in "$runs"/*/*; do
    run=${dir%/*}
    [ "${1-}" = "" ] || [ "${run##*/}-${dir##*/}" = "$1" ] || continue
    [ ! -f "$dir/pid" ] || (stop) || code=1
  done
  exit "$code"
}

case ${1-}:$# in
  sweep:1) sweep && exit ;;
  stop-all:1) stop_all ;;
  stop-all:2) check_run "$2" && stop_all "$2" ;;
  prepare:3 | start:3 | run:3 | go:3 | status:3 | stop:3 | remove:3 | zero:5) ;;
  *) usage ;;
esac
check_run "$2" && check_run "$3"
run=$2 trial=$3 dir="$runs/$2/$3"
case $1 in
  zero) zero "$4" "$5" ;;
  run)
    . "$here/lib/iperf3.sh"
    . "$here/lib/state.sh"
    . "$here/lib/trial.sh"
    run_trial
    ;;
  *) "$1" ;;
esac
