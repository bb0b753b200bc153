#!/bin/sh
# Takes an interface administratively down or up, or shows its state.
# usage: link.sh down|up|status IF
#   up: with PILAB_SAVED, a folder of saved state, it also brings back the interface's routes.
# stdout: {"interface":"wlan0","up":false,"changed":true}; status: "running" (has carrier) in place of "changed"
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage or an interface that is denied, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"

# Sets flags to the interface's IFF_ flags, 0 when sysfs does not show it. No fork: this runs at the fault's moment.
read_flags() {
  flags=0
  { read -r flags <"$sys/class/net/$interface/flags"; } 2>/dev/null || :
}

# The kernel drops an interface's routes when it goes down, and makes only some of them again, without their metrics.
heal_routes() {
  . "$here/lib/state.sh"
  . "$here/lib/routes.sh"
  routes_back "$PILAB_SAVED" || fail "$interface is up, but its routes are not as $PILAB_SAVED has them"
}

set_link() {
  check_denied "$interface"
  read_flags
  before=$((flags & 1))
  # Always run, also when it is so already: sysfs may be another network namespace's.
  change ip link set dev "$interface" "$1" || fail "$interface could not be set $1"
  up=false
  after=0
  if [ "$1" = up ]; then
    up=true
    after=1
  fi
  changed=true
  [ "$before" != "$after" ] || changed=false
  [ "$1" = down ] || [ -z "${PILAB_SAVED:-}" ] || heal_routes
  printf '{"interface":"%s","up":%s,"changed":%s}\n' "$interface" "$up" "$changed"
}

show_link() {
  [ -e "$sys/class/net/$interface" ] || fail "no interface $interface"
  read_flags
  up=false
  running=false
  [ $((flags & 1)) = 0 ] || up=true
  # carrier cannot be read while the interface is down
  carrier=0
  { read -r carrier <"$sys/class/net/$interface/carrier"; } 2>/dev/null || :
  [ "$carrier" != 1 ] || running=true
  printf '{"interface":"%s","up":%s,"running":%s}\n' "$interface" "$up" "$running"
}

[ $# = 2 ] || usage
interface=$2
check_interface "$interface"
case $1 in
  down | up) set_link "$1" ;;
  status) show_link ;;
  *) usage ;;
esac
