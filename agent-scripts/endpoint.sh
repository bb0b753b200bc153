#!/bin/sh
# Changes the MPTCP endpoint of an address (ip-mptcp(8)), or heals that.
# usage: endpoint.sh remove|backup|nobackup ADDRESS
#        endpoint.sh add ADDRESS IF FLAG[,FLAG]
#        endpoint.sh heal ADDRESS
#   heal: brings the endpoint back as it was when the trial began. PILAB_SAVED names the trial's folder.
# stdout: {"changed":true}
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 the kernel has no MPTCP
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"

# The words of the address's endpoint on standard input, e.g. "172.31.0.173 id 2 subflow dev wlan0"; none when there is none.
line_of() { sed -n "/^$(printf '%s' "$address" | sed 's/[.]/\\./g') /{s/ *$//;p;q;}"; }

present() {
  all=$(ip mptcp endpoint show) || fail "the endpoints cannot be read"
  printf '%s\n' "$all" | line_of
}

id_of() { printf '%s\n' "$1" | sed 's/.* id \([0-9]*\).*/\1/'; }

must() {
  change ip mptcp endpoint "$@" || fail "failed: ip mptcp endpoint $*"
  changed=true
}

remove() {
  [ -z "$now" ] || must delete id "$(id_of "$now")"
}

set_backup() { # backup|nobackup
  [ -n "$now" ] || fail "there is no endpoint $address; there are: $(printf '%s' "$all" | tr '\n' ';')"
  case "$1: $now " in
    "backup: "*" backup "*) ;;
    "nobackup: "*" backup "*) must change id "$(id_of "$now")" nobackup ;;
    "backup: "*) must change id "$(id_of "$now")" backup ;;
  esac
}

add() { # DEV FLAG[,FLAG]
  check_interface "$1"
  case $2 in *[!a-z,]* | '') refuse "'$2' are not flags: signal, subflow, backup, fullmesh" ;; esac
  [ -z "$now" ] || fail "there is an endpoint $now already"
  set -f
  # shellcheck disable=SC2046 # one word a flag
  must add "$address" dev "$1" $(printf '%s' "$2" | tr , ' ')
}

# A flag is changed in place: deleting the endpoint would close its subflows.
heal() {
  [ -r "${PILAB_SAVED:-}/endpoints" ] || fail "PILAB_SAVED names no folder with the saved endpoints"
  was=$(line_of <"$PILAB_SAVED/endpoints")
  [ "$was" != "$now" ] || return 0
  if [ "$(without_backup "$was")" = "$(without_backup "$now")" ]; then
    case " $was " in *' backup '*) set_backup backup ;; *) set_backup nobackup ;; esac
    return
  fi
  remove
  set -f
  # shellcheck disable=SC2086 # the words of a saved line
  [ -z "$was" ] || must add $was
}

without_backup() { printf ' %s ' "$1" | sed 's/ backup / /'; }

case ${1-}:$# in
  remove:2 | backup:2 | nobackup:2 | heal:2 | add:4) ;;
  *) usage ;;
esac
verb=$1 address=$2
shift 2
check_address "$address"
[ -r "$proc/sys/net/mptcp/enabled" ] || unsupported "this kernel has no MPTCP: net.mptcp.enabled does not exist"
changed=false
now=$(present)
case $verb in
  backup | nobackup) set_backup "$verb" ;;
  *) "$verb" "$@" ;;
esac
printf '{"changed":%s}\n' "$changed"
