#!/bin/sh
# The dead man's switch: stops a trial and restores its captured state after a time, unless it is disarmed.
# usage: deadman.sh arm RUN SECONDS
#        deadman.sh status RUN
#        deadman.sh disarm RUN
#   SECONDS: from 1 to 86400, counted from now. arm starts "deadman.sh timer RUN SECONDS", detached.
#   The timer becomes "deadman.sh again RUN UPTIME" where it cannot start a process.
#   The timer runs the scripts of this folder, whatever is installed meanwhile.
# stdout: {"run":"...","armed":true,"pid":123,"expires_in":60,"fired":false}; arm and disarm: with "changed"
# stderr: what went wrong
# exit codes: 0 done, 1 failed (nothing is captured, or the timer does not start or end), 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/process.sh"
. "$here/lib/captured.sh"
. "$here/lib/armed.sh"
tries=10 # a restore that fails or is killed is tried again

# Descriptor 9 goes to the new timer, which closes it once it is recorded: also when arm is killed,
# no disarm comes between.
lock() { lock_folder "$folder" || fail "another arm or disarm of run $run is under way for 40 s"; }

# timer_is PID: whether the record names that process
timer_is() { read_timer "$folder" && [ "$timer" = "$1" ]; }

# Ends timer $1 started at $2 with its whole process group. One that restores already finishes its try: it ends once
# the record does not name it any more.
end_timer() {
  if ! grep -qx "$1" "$folder/fired" 2>/dev/null && ! ended "$1" "$2"; then
    change kill -TERM "-$1" || :
    kill -CONT "-$1" 2>/dev/null || : # one that is stopped would not end
  fi
  poll 30 ended "$1" "$2" || fail "the dead man's switch of run $run does not end (process $1)"
}

answer() {
  armed=false fired=false detail=
  [ ! -e "$folder/fired" ] || fired=true
  if read_timer "$folder"; then
    armed=true
    read_uptime
    left=$((timer_expires - uptime))
    [ "$left" -ge 0 ] || left=0
    detail=",\"pid\":$timer,\"expires_in\":$left"
  fi
  printf '{"run":"%s","armed":%s%s,"fired":%s%s}\n' "$run" "$armed" "$detail" "$fired" "${1:+,\"changed\":$1}"
}

# What an older timer left is removed. The new one may have fired already, or fire just now: its mark stays.
forget_older_firing() {
  if mv "$folder/fired" "$folder/fired.older" 2>/dev/null; then
    if grep -qx "$new" "$folder/fired.older"; then
      mv "$folder/fired.older" "$folder/fired"
      return
    fi
    rm -f "$folder/fired.older"
  fi
  [ -e "$folder/fired" ] || rm -f "$saved/restored"
}

arm() {
  saved=$(saved_state "$run")
  [ -e "$saved/captured" ] || fail "nothing is captured for run $run: 'snapshot.sh capture $run' first"
  command -v setsid >/dev/null || unsupported "there is no setsid (package util-linux)"
  umask 077
  mkdir -p "$folder"
  lock
  old='' old_start=''
  if read_timer "$folder"; then old=$timer old_start=$timer_start; fi
  setsid sh "$here/deadman.sh" timer "$run" "$1" </dev/null >"$folder/log" 2>&1 &
  new=$!
  poll 5 timer_is "$new" || fail "the dead man's switch did not start: $(cat "$folder/log")"
  [ -z "$old" ] || end_timer "$old" "$old_start"
  forget_older_firing
  answer true
}

# Until that second since boot. In short sleeps: a timer that is killed leaves one of them.
wait_until() { # SECOND
  read_uptime
  while [ "$uptime" -lt "$1" ]; do
    rest=$(($1 - uptime))
    [ "$rest" -le 5 ] || rest=5
    sleep "$rest"
    read_uptime
  done
}

# After a fork that failed. Nothing that sleeps can be started either, so it asks the time for a second.
again() { # END
  trap '' HUP PIPE
  end=$1
  read_uptime
  second=$uptime
  until [ "$uptime" -gt "$second" ]; do read_uptime; done
  watch
}

# Whether it stays armed: nobody has restored and forgotten the run, disarmed this timer or armed another one.
wanted() { timer_is "$$" && captured "$run"; } # no fork

# Detached from the SSH session; the record is written whole, and names the newest timer.
timer() {
  trap '' HUP PIPE
  read_uptime
  end=$((uptime + $1))
  echo "$$ $(start_time $$) $end" >"$folder/timer.$$"
  mv "$folder/timer.$$" "$folder/timer"
  exec 9<&-
  watch
}

# To the end of its time, and until the run is restored. Where no process can be started, this one lives on by exec.
watch() {
  trap '! wanted || exec sh "$here/deadman.sh" again "$run" "$end"' EXIT
  wait_until "$end"
  saved=$(saved_state "$run") # which persist.sh may be moving
  [ -e "$saved/captured" ] || fail "run $run is not captured any more: nothing is done"
  rm -f "$saved/ballast" # the disk may be full
  echo $$ >"$folder/fired" || :
  until put_back; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || { trap - EXIT && fail "run $run is not restored, and nothing is tried any more"; }
    say "run $run is not restored: it is tried again in 10 s"
    for _ in 1 2 3 4 5 6 7 8 9 10; do
      wanted || exit 1
      sleep 1
    done
  done
  trap - EXIT
}

put_back() {
  [ ! -e "$here/experiment.sh" ] || sh "$here/experiment.sh" stop-all "$run" || :
  sh "$here/restore.sh" run "$run"
}

# The record goes first: a timer that restores sees that nobody wants another try.
disarm() {
  was=false
  [ ! -d "$folder" ] || lock
  if read_timer "$folder"; then
    was=true
    rm -f "$folder/timer"
    end_timer "$timer" "$timer_start"
  fi
  rm -f "$folder/timer"
  answer "$was"
}

case ${1-}:$# in
  arm:3 | timer:3) check_number seconds "$3" 1 86400 ;;
  again:3) check_number second "$3" 1 999999999 ;;
  status:2 | disarm:2) ;;
  *) usage ;;
esac
check_run "$2"
run=$2 folder=$base/deadman/$2
case $1 in arm | timer | again) "$1" "$3" ;; status) answer ;; disarm) disarm ;; esac
