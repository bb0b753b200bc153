#!/bin/sh
# Ends and restores a captured run by itself after a time, also when nobody can reach this host any more.
# usage: deadman.sh arm RUN SECONDS | status RUN | disarm RUN   (timer RUN SECONDS: what arm starts, detached)
# stdout: {"run":"...","armed":true,"pid":123,"expires_in":60,"fired":false}, and "changed" by arm and disarm
# stderr: what went wrong
# exit codes: 0 done, 1 failed (no snapshot, or the timer did not start or end), 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/common.sh"
. "$here/process.sh"

# Sets pid, since and expires to those of the recorded timer; fails when it does not run.
read_timer() {
  pid='' since='' expires=''
  { read -r pid since expires <"$folder/timer"; } 2>/dev/null || return 1
  [ -n "$pid" ] && ! ended "$pid" "$since"
}

# Descriptor 9 goes to the new timer, which closes it once it is recorded: also when arm is killed,
# no disarm comes between.
lock() { lock_folder "$folder" || fail "another arm or disarm of run $run is under way for 40 s"; }

# timer_is PID: whether the record names that process
timer_is() { read_timer && [ "$pid" = "$1" ]; }

# Ends timer $1 started at $2 with its whole process group; one that restores already is let finish.
end_timer() {
  if ! grep -qx "$1" "$folder/fired" 2>/dev/null; then
    ended "$1" "$2" || change kill -TERM "-$1" || :
  fi
  poll 30 ended "$1" "$2" || fail "the dead-man of run $run does not end (process $1)"
}

answer() {
  armed=false fired=false detail=
  [ ! -e "$folder/fired" ] || fired=true
  if read_timer; then
    armed=true
    left=$((expires - $(uptime_seconds)))
    [ "$left" -ge 0 ] || left=0
    detail=",\"pid\":$pid,\"expires_in\":$left"
  fi
  printf '{"run":"%s","armed":%s%s,"fired":%s%s}\n' "$run" "$armed" "$detail" "$fired" "${1:+,\"changed\":$1}"
}

arm() {
  saved=$(saved_state "$run")
  [ -e "$saved/captured" ] || fail "nothing is captured for run $run: 'snapshot.sh capture $run' first"
  command -v setsid >/dev/null || unsupported "there is no setsid (package util-linux)"
  umask 077
  mkdir -p "$folder"
  lock
  old='' old_since=''
  if read_timer; then old=$pid old_since=$since; fi
  setsid sh "$here/deadman.sh" timer "$run" "$1" </dev/null >"$folder/log" 2>&1 &
  new=$!
  poll 5 timer_is "$new" || fail "the dead-man did not start: $(cat "$folder/log")"
  [ -z "$old" ] || end_timer "$old" "$old_since"
  rm -f "$folder/fired" "$saved/restored"
  answer true
}

# Detached from the SSH session; the record is written whole, and names the newest timer.
timer() {
  trap '' HUP PIPE
  echo "$$ $(start_time $$) $(($(uptime_seconds) + $1))" >"$folder/timer.$$"
  mv "$folder/timer.$$" "$folder/timer"
  exec 9<&-
  sleep "$1"
  saved=$(saved_state "$run") # which disk.sh may be moving
  [ -e "$saved/captured" ] || fail "run $run is not captured any more: nothing is done"
  rm -f "$saved/ballast" # the disk may be full
  echo $$ >"$folder/fired" || :
  [ ! -e "$here/experiment.sh" ] || sh "$here/experiment.sh" stop-all "$run" || :
  sh "$here/restore.sh" run "$run"
}

disarm() {
  was=false
  [ ! -d "$folder" ] || lock
  if read_timer; then
    was=true
    end_timer "$pid" "$since"
  fi
  rm -f "$folder/timer"
  answer "$was"
}

case ${1-}:$# in
  arm:3 | timer:3) check_number seconds "$3" 1 86400 ;;
  status:2 | disarm:2) ;;
  *) usage ;;
esac
check_run "$2"
run=$2 folder=$base/deadman/$2
case $1 in arm | timer) "$1" "$3" ;; status) answer ;; disarm) disarm ;; esac
