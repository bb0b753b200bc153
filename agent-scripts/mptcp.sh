#!/bin/sh
# Configures MPTCP endpoints and limits of this host (ip-mptcp(8)).
# usage: mptcp.sh status
#        mptcp.sh endpoint-add ADDRESS IF|- ID FLAG[,FLAG]|- [PORT]
#        mptcp.sh endpoint-delete ID
#        mptcp.sh limits SUBFLOWS ADD_ADDR_ACCEPTED
#   -: no interface, no flags.
# stdout: {"changed":true}
#   status: {"enabled":1,"limits":{"subflows":2,"add_addr_accepted":0},"endpoints":[...]}
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 the kernel has no MPTCP
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"

# The limits as words, e.g. "add_addr_accepted 0 subflows 2"; ip(8) prints text even with -j.
read_limits() {
  limits=$(ip mptcp limits show) || fail "the limits cannot be read"
  # shellcheck disable=SC2086 # words are wanted
  set -- $limits
  subflows=null accepted=null
  while [ $# -ge 2 ]; do
    case $1 in
      subflows) subflows=$2 ;;
      add_addr_accepted) accepted=$2 ;;
    esac
    shift 2
  done
}

# Sets flags to the words of FLAG[,FLAG] in the order in which ip(8) prints them.
read_flags() {
  flags=
  for flag in signal subflow backup fullmesh; do
    case ,$1, in *,"$flag",*) flags="$flags $flag" ;; esac
  done
  left=$1 count=1
  while [ "$left" != "${left#*,}" ]; do left=${left#*,} count=$((count + 1)); done
  # shellcheck disable=SC2086 # words are wanted
  set -- "$1" $flags
  [ $# -eq $((count + 1)) ] || refuse "'$1' are not flags: signal, subflow, backup, fullmesh, each once"
}

endpoint_add() {
  check_address "$1"
  [ "$2" = - ] || check_interface "$2"
  check_number id "$3" 1 255
  flags=
  [ "$4" = - ] || read_flags "$4"
  [ $# -lt 5 ] || check_number port "$5" 1 65535
  device=" dev $2" port=${5:+ port $5}
  [ "$2" != - ] || device=
  wanted="$1$port id $3$flags$device"
  present=$(ip mptcp endpoint show) || fail "the endpoints cannot be read"
  while read -r line; do
    [ "$line" != "$wanted" ] || return 0
  done <<END
$present
END
  # shellcheck disable=SC2086 # words are wanted
  change ip mptcp endpoint add "$1"$device id "$3" $flags$port ||
    fail "endpoint $wanted could not be added; there are: $(printf '%s' "$present" | tr '\n' ';')"
  changed=true
}

endpoint_delete() {
  check_number id "$1" 1 255
  present=$(ip mptcp endpoint show) || fail "the endpoints cannot be read"
  case "$present " in
    *" id $1 "* | *" id $1$line_end"*) ;;
    *) return ;;
  esac
  change ip mptcp endpoint delete id "$1" || fail "endpoint $1 could not be deleted"
  changed=true
}

set_limits() {
  check_number subflows "$1" 0 8
  check_number add_addr_accepted "$2" 0 8
  read_limits
  [ "$subflows $accepted" != "$1 $2" ] || return 0
  change ip mptcp limits set subflows "$1" add_addr_accepted "$2" || fail "the limits could not be set"
  changed=true
}

show_status() {
  first_line "$proc/sys/net/mptcp/enabled" # one digit
  enabled=$line
  read_limits
  endpoints=$(json_of ip -j mptcp endpoint show) || fail "the endpoints cannot be read"
  printf '{"enabled":%s,"limits":{"subflows":%s,"add_addr_accepted":%s},"endpoints":%s}\n' \
    "$enabled" "$subflows" "$accepted" "$endpoints"
}

verb=${1-}
case $verb:$# in
  status:1 | endpoint-add:[56] | endpoint-delete:2 | limits:3) ;;
  *) usage ;;
esac
shift
[ -r "$proc/sys/net/mptcp/enabled" ] || unsupported "this kernel has no MPTCP: net.mptcp.enabled does not exist"
changed=false
case $verb in
  status) show_status && exit ;;
  endpoint-add) endpoint_add "$@" ;;
  endpoint-delete) endpoint_delete "$@" ;;
  limits) set_limits "$@" ;;
esac
printf '{"changed":%s}\n' "$changed"
