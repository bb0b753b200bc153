#!/bin/sh
# Tries what kernel and tools can do, in a network namespace that ends with this script. Changes nothing of the host.
# usage: probe.sh abilities
#   It calls "probe.sh inside NAMESPACE" there, which refuses to run in the host's own NAMESPACE.
# stdout: {"netem":null,"nft":"nft is not there"}: null for what works, else the error
# stderr: what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 no namespace can be made here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"

# Needs the kernel's MPTCP events and an ip(8) that knows them; one that listens until it is ended works.
monitor() {
  code=0
  timeout 0.3 ip mptcp monitor || code=$?
  [ "$code" = 124 ] || [ "$code" = 143 ]
}

wifi() {
  command -v wpa_cli >/dev/null || command -v nmcli >/dev/null || {
    echo "neither wpa_cli nor nmcli is there"
    return 1
  }
}

managed_switch() {
  [ -x /usr/local/sbin/rig-switch ] || {
    echo "the lab file gives none for the interface"
    return 1
  }
}

sources() {
  ip -4 route add 192.0.2.0/24 dev lo scope link table 4000 && ip -4 rule add from 127.0.0.1 lookup 4000 pref 4000
}

# try ABILITY COMMAND...: one member of the answer
try() {
  ability=$1
  shift
  said='null'
  if ! words=$("$@" 2>&1 </dev/null); then
    words=$(printf '%s\n' "$words" | sed '/^$/d' | head -n 1)
    said=$(json_string "${words:-$1 failed and said nothing}")
  fi
  printf '%s"%s":%s' "$separator" "$ability" "$said"
  separator=,
}

# try_tool ABILITY COMMAND...: the same of a tool that need not be there
try_tool() {
  if command -v "$2" >/dev/null; then
    try "$@"
  else
    printf '%s"%s":"%s is not there"' "$separator" "$1" "$2"
    separator=,
  fi
}

inside() {
  [ "$(readlink "$proc/self/ns/net")" != "$1" ] || refuse "this is the host's own network namespace; call 'abilities'"
  ip link set lo up || fail "lo does not come up in a new namespace"
  separator='{'
  try endpoint ip mptcp endpoint add 127.0.0.9 dev lo id 9 signal
  try limits ip mptcp limits set subflows 2 add_addr_accepted 2
  try monitor monitor
  try sockets ss -HMn
  try sources sources
  try_tool netem tc qdisc replace dev lo root netem delay 1ms
  try_tool tbf tc qdisc replace dev lo root tbf rate 1mbit burst 10kb latency 50ms
  try_tool nft nft 'table netdev pilab { chain to { type filter hook egress device "lo" priority 0; numgen random mod 2 < 1 drop; }; }'
  try wifi wifi
  try switch managed_switch
  printf '}\n'
}

abilities() {
  unshare -n true || unsupported "no network namespace can be made, so nothing can be tried without touching the host"
  unshare -n sh "$0" inside "$(readlink "$proc/self/ns/net")"
}

case ${1-}:$# in
  abilities:1) abilities ;;
  inside:2) inside "$2" ;;
  *) usage ;;
esac
