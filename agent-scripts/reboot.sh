#!/bin/sh
# Restarts the host as a fault, once the trial's log has the fault.
# usage: reboot.sh now
#        reboot.sh back
#   now: PILAB_SAVED names the trial's folder, which persist.sh has put on the disk.
#   back: the heal. It does nothing, since the host comes back by itself.
# stdout: {"changed":true}
# stderr: the command that restarts the host, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage or an interface is denied, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"

# systemd ends the processes, writes the disks and restarts, without stopping one service after another.
command_words() {
  if [ -d "${PILAB_SYSTEMD:-/run/systemd/system}" ]; then echo systemctl --force reboot; else echo reboot -f; fi
}

now() {
  log=${PILAB_SAVED:-/-}/agent.jsonl
  [ -e "$log" ] || fail "PILAB_SAVED names no folder of a trial"
  [ -L "$PILAB_SAVED" ] || fail "$PILAB_SAVED would be lost: 'persist.sh keep' first"
  case ${PILAB_DENY_INTERFACES:-} in
    *[!' ']*) refuse "the host cannot be restarted: PILAB_DENY_INTERFACES lists an interface" ;;
  esac
  [ ! -s "$base/deny-interfaces" ] || refuse "the host cannot be restarted: $base/deny-interfaces lists an interface"
  words=$(command_words)
  command -v "${words%% *}" >/dev/null || unsupported "there is no ${words%% *}"
  length=$(wc -c <"$log") # before we return: the next line is the one that is waited for
  # In a session of its own and without the trial's mark: the trial may end meanwhile.
  unset PILAB_MARK
  setsid sh "$0" soon "$log" "$length" </dev/null >/dev/null &
}

logged() { tail -c "+$(($2 + 1))" "$1" | grep -q '"event":"inject"'; }

# What tells that we were called is written when we have returned. The counters begin anew after the restart.
soon() {
  cat "$proc/net/netstat" >"${1%/*}/netstat-after.txt"
  for _ in 1 2 3 4 5 6 7 8 9 10 11 12 13 14 15 16 17 18 19 20; do
    ! logged "$1" "$2" || break
    sleep 0.01
  done
  words=$(command_words)
  [ "$words" != "reboot -f" ] || sync -f "$1" 2>/dev/null || sync
  # shellcheck disable=SC2086 # words
  change $words
}

case ${1-}:$# in
  now:1)
    now
    echo '{"changed":true}'
    ;;
  back:1) echo '{"changed":false}' ;;
  soon:3) soon "$2" "$3" ;;
  *) usage ;;
esac
