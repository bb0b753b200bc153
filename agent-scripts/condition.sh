#!/bin/sh
# Reports the present condition of this host: network managers, clock, free space, power, links. Changes nothing.
# usage: condition.sh collect IF...
# stdout: one JSON object; null for what is absent or unknown
# stderr: what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"

string() { # of $1 in JSON, or null when it is empty
  if [ -n "$1" ]; then json_string "$1"; else printf null; fi
}

# What an optional tool prints, without its complaints; nothing when it is not there, hangs or fails.
ask() {
  command -v "$1" >/dev/null || return 0
  timeout 5 "$@" 2>/dev/null </dev/null || :
}

content() { cat "$1" 2>/dev/null || :; }

mptcp_ipv6() {
  { zcat "$proc/config.gz" || cat "/boot/config-$(uname -r)"; } 2>/dev/null | awk '
    /^CONFIG_MPTCP_IPV6=y/ { answer = "true" } { known = 1 } END { printf answer ? answer : known ? "false" : "null" }'
}

# Whether a process of this name does, in our network namespace: containers have their own.
runs() {
  own=$(readlink "$proc/self/ns/net") || own=
  grep -lx "$1" "$proc"/[0-9]*/comm 2>/dev/null | while read -r comm; do
    [ "$(readlink "${comm%/comm}/ns/net")" != "$own" ] || echo true
  done | grep -m 1 true || printf false
}

# Every setting of MPTCP that the kernel has, by name.
mptcp_settings() {
  separator=
  for setting in "$proc"/sys/net/mptcp/*; do
    value=$(content "$setting")
    [ -n "$value" ] || continue
    printf '%s%s:%s' "$separator" "$(json_string "${setting##*/}")" "$(json_string "$value")"
    separator=,
  done
}

# How often the kernel has taken MPTCP for blocked, and used plain TCP for a while; null when it does not count that.
blackholes() {
  content "$proc/net/netstat" | awk '$1 != "MPTcpExt:" { next } !names { names = split($0, name); next }
    { for (i = 2; i <= names; i++) if (name[i] == "Blackhole") { print $i; found = 1 } } END { if (!found) print "null" }'
}

# What NetworkManager.conf and its drop-ins give connections that say "default".
default_flags() {
  ask NetworkManager --print-config | awk -F ' *= *' '
    /^\[/ { in_connection = /^\[connection/ } in_connection && $1 == "connection.mptcp-flags" { print $2; exit }'
}

synchronised() {
  said=$(ask timedatectl show -p NTPSynchronized --value)
  [ -n "$said" ] || said=$(ask chronyc tracking | awk -F ' *: *' '$1 == "Leap status" { print ($2 == "Normal" ? "yes" : "no") }')
  case $said in yes) printf true ;; no) printf false ;; *) printf null ;; esac
}

free_kb() { df -Pk "$1" 2>/dev/null | awk 'NR == 2 { print $4; found = 1 } END { if (!found) print "null" }'; }

# Radios that are switched off.
blocked() {
  separator=
  for radio in "$sys"/class/rfkill/*; do
    kind=
    [ "$(content "$radio/soft")" != 1 ] || kind=soft
    [ "$(content "$radio/hard")" != 1 ] || kind=hard
    [ -n "$kind" ] || continue
    printf '%s{"type":%s,"name":%s,"block":"%s"}' "$separator" "$(string "$(content "$radio/type")")" \
      "$(string "$(content "$radio/name")")" "$kind"
    separator=,
  done
}

network_interface() {
  folder=$sys/class/net/$1 wireless=false save='' bitrate='' flags=''
  speed=$(content "$folder/speed")
  case $speed in '' | *[!0-9]*) speed=null ;; esac
  if [ -e "$folder/wireless" ] || [ -e "$folder/phy80211" ]; then
    wireless=true
    save=$(ask iw dev "$1" get power_save | sed -n 's/^Power save: //p')
    bitrate=$(ask iw dev "$1" link | sed -n 's/^[[:blank:]]*tx bitrate: //p')
  fi
  printf '{"name":"%s","state":%s,"speed":%s,"wireless":%s' "$1" "$(string "$(content "$folder/operstate")")" "$speed" "$wireless"
  printf ',"bitrate":%s,"power_save":%s' "$(string "$bitrate")" "$(string "$save")"
  state=$(ask nmcli -g GENERAL.STATE device show "$1")
  connection=$(ask nmcli -g GENERAL.CONNECTION device show "$1")
  [ -z "$connection" ] || flags=$(ask nmcli -g connection.mptcp-flags connection show "$connection")
  printf ',"manager_state":%s,"connection":%s,"mptcp_flags":%s}' \
    "$(string "$state")" "$(string "$connection")" "$(string "$flags")"
}

collect() {
  printf '{"mptcp_ipv6":%s,"network_manager":%s,"mptcpd":%s' "$(mptcp_ipv6)" "$(runs NetworkManager)" "$(runs mptcpd)"
  printf ',"mptcp":{%s},"blackholes":%s' "$(mptcp_settings)" "$(blackholes)"
  printf ',"default_mptcp_flags":%s,"synchronised":%s' "$(string "$(default_flags)")" "$(synchronised)"
  printf ',"free_kb":{"/opt":%s,"/var":%s}' "$(free_kb /opt)" "$(free_kb /var)"
  printf ',"throttled":%s,"blocked":[%s],"interfaces":[' "$(string "$(ask vcgencmd get_throttled | sed 's/^throttled=//')")" "$(blocked)"
  separator=
  for link in "$@"; do
    printf '%s%s' "$separator" "$(network_interface "$link")"
    separator=,
  done
  printf ']}\n'
}

case ${1-}:$# in collect:1 | :*) usage ;; collect:*) ;; *) usage ;; esac
shift
for link in "$@"; do check_interface "$link"; done
collect "$@"
