# shellcheck shell=sh
# Whether the dead man's switch of a trial is armed.
# usage: . "$here/lib/armed.sh", after lib/common.sh and lib/process.sh
# stdout: nothing
# stderr: nothing
# exit codes: none of its own; the functions fail when the switch is not armed
# shellcheck disable=SC2034,SC2154 # the scripts use what is set here; lib/common.sh and lib/process.sh set the others

# Sets timer, timer_start and timer_expires to those of the recorded timer; fails when it does not run. No fork.
read_timer() { # FOLDER
  timer='' timer_start='' timer_expires=''
  { read -r timer timer_start timer_expires <"$1/timer"; } 2>/dev/null || return 1
  [ -n "$timer_expires" ] && ! ended "$timer" "$timer_start"
}

captured() { [ -e "$base/state/$1/captured" ] || [ -e "$disk/state/$1/captured" ]; } # RUN-TRIAL; no fork

# Whether that switch still waits, and does so until that second since boot; unarmed says why not.
# No fork: a fault's moment is near.
armed_until() { # RUN-TRIAL SECOND
  unarmed=
  if ! captured "$1"; then
    unarmed="has nothing to restore: nothing is captured"
  elif [ -e "$base/deadman/$1/fired" ]; then
    unarmed="has fired"
  elif ! read_timer "$base/deadman/$1"; then
    unarmed="is not armed"
  elif [ "$process_state" = T ] || [ "$process_state" = t ]; then
    unarmed="is stopped (process $timer)"
  elif [ "$timer_expires" -lt "$2" ]; then
    read_uptime
    unarmed="fires in $((timer_expires - uptime)) s, before the trial's end"
  fi
  [ -z "$unarmed" ]
}
