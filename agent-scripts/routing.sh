#!/bin/sh
# Configures a routing table and a rule for one source address, and who answers ARP.
# usage: routing.sh apply|remove IF ADDRESS NETWORK TABLE PREF [GATEWAY]
#        routing.sh rule-remove|route-remove IF ADDRESS NETWORK TABLE PREF [GATEWAY]
#        routing.sh arp IGNORE ANNOUNCE
#        routing.sh status
# stdout: {"changed":true}
#   status: {"rules":[...],"routes":[...],"arp":{"ignore":1,"announce":2},"rp_filter":{"all":0}}
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/state.sh"

check_source() {
  check_interface "$1"
  check_address "$2"
  check_address "${3%/*}"
  case $2$3${6-} in *:*) refuse "only IPv4: $2 $3 ${6-}" ;; esac
  case $3 in */*) check_number "prefix length" "${3#*/}" 0 32 ;; *) refuse "'$3' is not a network like 172.31.0.0/24" ;; esac
  check_number table "$4" 1 4294967295
  case $4 in 25[345]) refuse "table $4 is the kernel's own" ;; esac
  check_number pref "$5" 1 32765
  [ -z "${6-}" ] || check_address "$6"
  device=$1 address=$2 network=$3 table=$4 pref=$5 gateway=${6-}
}

must() {
  change "$@" || fail "failed: $*"
  changed=true
}

# has_line TEXT WORDS: whether a line of it has these words, after "PREF:" and without linkdown. No fork.
has_line() {
  while read -r first rest; do
    case $first in *:) line=$rest ;; *) line="$first $rest" ;; esac
    line=${line%" linkdown"}
    [ "$line" != "$2" ] || return 0
  done <<END
$1
END
  return 1
}

# Whether table $table has exactly this route. A table without a route is an error to ip(8), and an answer to us.
has_route() {
  routes=$(ip -4 route show table "$table" exact "$1" 2>/dev/null) || return 1
  has_line "$routes" "$2"
}

has_rule() {
  rules=$(ip -N -4 rule show pref "$pref") || fail "the rules cannot be read"
  has_line "$rules" "from $address lookup $table"
}

apply() {
  connected="$network dev $device scope link src $address"
  has_route "$network" "$connected" ||
    must ip -4 route replace "$network" dev "$device" scope link src "$address" table "$table"
  if [ -n "$gateway" ] && ! has_route default "default via $gateway dev $device"; then
    must ip -4 route replace default via "$gateway" dev "$device" table "$table"
  fi
  has_rule || must ip -4 rule add from "$address" lookup "$table" pref "$pref"
}

remove_rule() {
  while has_rule; do
    must ip -4 rule del from "$address" lookup "$table" pref "$pref"
  done
}

remove_route() {
  if [ -n "$gateway" ] && has_route default "default via $gateway dev $device"; then
    must ip -4 route del default via "$gateway" dev "$device" table "$table"
  fi
  if has_route "$network" "$network dev $device scope link src $address"; then
    must ip -4 route del "$network" dev "$device" table "$table"
  fi
}

arp() {
  check_number arp_ignore "$1" 0 8
  check_number arp_announce "$2" 0 2
  settings=
  for pair in "arp_ignore=$1" "arp_announce=$2"; do
    first_line "$proc/sys/net/ipv4/conf/all/${pair%=*}" && [ "$line" = "${pair#*=}" ] || settings="$settings net.ipv4.conf.all.$pair"
  done
  # shellcheck disable=SC2086 # words are wanted
  [ -z "$settings" ] || must sysctl -q -w $settings
}

show_status() {
  rules=$(json_of ip -j -4 rule show) || fail "the rules cannot be read"
  routes=$(routes_json -4) || fail "the routes cannot be read"
  filters='' ignore='' announce=''
  while IFS=: read -r file value; do
    interface=${file%/*} interface=${interface##*/}
    case $file in
      */rp_filter) filters="$filters${filters:+,}\"$interface\":$value" ;;
      */arp_ignore) ignore=$value ;;
      */arp_announce) announce=$value ;;
    esac
  done <<END
$(cd "$proc/sys/net/ipv4/conf" && grep -sH . all/arp_ignore all/arp_announce ./*/rp_filter)
END
  printf '{"rules":%s,"routes":[%s],"arp":{"ignore":%s,"announce":%s},"rp_filter":{%s}}\n' \
    "$rules" "$routes" "${ignore:-null}" "${announce:-null}" "$filters"
}

case ${1-}:$# in
  apply:[67] | remove:[67] | rule-remove:[67] | route-remove:[67] | arp:3 | status:1) ;;
  *) usage ;;
esac
verb=$1 changed=false
shift
case $verb in
  status) show_status && exit ;;
  arp) arp "$@" ;;
  *)
    check_source "$@"
    [ "$verb" != apply ] || apply
    case $verb in remove | rule-remove) remove_rule ;; esac
    case $verb in remove | route-remove) remove_route ;; esac
    ;;
esac
printf '{"changed":%s}\n' "$changed"
