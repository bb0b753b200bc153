#!/bin/sh
# Removes an IPv4 address from its interface, or heals that.
# usage: address.sh remove IF ADDRESS
#        address.sh heal IF
#   heal: brings back the interface's addresses and routes as they were when the trial began.
#   PILAB_SAVED names the trial's folder.
# stdout: {"changed":true}
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage or an interface that is denied, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/state.sh"
. "$here/lib/routes.sh"

remove() { # ADDRESS
  all=$(ip -o -4 addr show dev "$interface") || fail "there is no interface $interface"
  length=$(printf '%s\n' "$all" | awk -v address="$1/" 'index($4, address) == 1 { sub(/.*[/]/, "", $4); print $4; exit }')
  [ -n "$length" ] || return 0
  change ip -4 addr del "$1/$length" dev "$interface" || fail "$1/$length could not be taken from $interface"
  changed=true
}

# With an address its secondary ones go as well; all come back, in their order.
heal() {
  [ -r "${PILAB_SAVED:-}/addresses4" ] || fail "PILAB_SAVED names no folder with the saved addresses"
  present=$(read_state addresses4) || fail "the addresses cannot be read"
  set -f # the lines are ours, and are split into words
  while read -r line; do
    case "${line%% # *}" in *" dev $interface") ;; *) continue ;; esac
    ! printf '%s\n' "$present" | sed 's/ # .*//' | grep -Fxq -- "${line%% # *}" || continue
    line=$(printf '%s' "$line" | sed 's/ # / /; s/ secondary / /; s/ dynamic / /')
    # shellcheck disable=SC2086 # see above
    change ip -4 addr add $line || fail "this address could not be restored: $line"
    changed=true
  done <"$PILAB_SAVED/addresses4"
  set +f
  routes_back "$PILAB_SAVED" || fail "$interface has its addresses, but not the routes that $PILAB_SAVED has"
}

case ${1-}:$# in
  remove:3) check_address "$3" ;;
  heal:2) ;;
  *) usage ;;
esac
verb=$1 interface=$2 changed=false
check_interface "$interface"
check_denied "$interface"
shift 2
"$verb" "$@"
printf '{"changed":%s}\n' "$changed"
