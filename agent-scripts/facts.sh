#!/bin/sh
# Describes this host: system, kernel, MPTCP, addresses, each iperf3, missing tools. Changes nothing.
# usage: facts.sh collect [CLIENT_IP SERVER_IP]
#   Both addresses come from SSH_CONNECTION, which sudo hides.
# stdout: one JSON object; null for what is absent or unknown
# stderr: what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/iperf3.sh"
tools="ip tc ss sysctl setpriv setsid flock timeout chrt awk sed grep head tail cut dd date df mkfifo"

string() { # of $1 in JSON, or null when it is empty
  if [ -n "$1" ]; then json_string "$1"; else printf null; fi
}

operating_system() { sed -n 's/^PRETTY_NAME=//p' /etc/os-release | tr -d '"'; }

release() { # debian-12
  awk -F = '{ gsub(/"/, "", $2) } $1 == "ID" { id = $2 } $1 == "VERSION_ID" { version = $2 } END { print id "-" version }' /etc/os-release
}

# The interface by which packets to the SSH client leave, as the rules for our address have it.
ssh_interface() {
  case $1 in *%*) echo "${1#*%}" ;; *)
    ip -o route get "$1" from "$2" 2>/dev/null | sed -n 's/.* dev \([^ ]*\).*/\1/p'
    ;;
  esac
}

owner_of() { ip -o addr show | awk -v address="${1%%%*}/" 'index($4, address) == 1 { print $2; exit }'; }

# Every iperf3 as it really runs: a binary in /usr/local may run the distribution's older library.
iperf3() {
  separator=
  for path in "${PILAB_ROOT-}"/opt/iperf3-*/bin/iperf3 "${PILAB_ROOT-}"/usr/local/bin/iperf3 "${PILAB_ROOT-}"/usr/bin/iperf3; do
    [ -x "$path" ] || continue
    said=$(version_line "$path")
    version=$(printf '%s\n' "$said" | sed -n 's/^iperf \([0-9][0-9.]*[0-9]\).*/\1/p')
    mptcp=false
    if offers_mptcp "$path"; then mptcp=true; fi
    printf '%s{"path":%s,"version":%s,"mptcp":%s' "$separator" "$(json_string "$path")" "$(string "$version")" "$mptcp"
    [ -n "$version" ] || printf ',"error":%s' "$(json_string "$said")"
    printf '}'
    separator=,
  done
}

missing_tools() {
  separator=
  for tool in $tools; do
    command -v "$tool" >/dev/null || { printf '%s"%s"' "$separator" "$tool" && separator=,; }
  done
  case $(date +%N) in '' | *[!0-9]*) printf '%s"date +%%N"' "$separator" ;; esac
}

listeners() {
  ss -Htlnp 'sport = :5201' | awk '{ print $4 " " $6 }' | {
    separator=
    while read -r local process; do
      printf '%s{"local":"%s","process":%s}' "$separator" "$local" "$(string "$process")"
      separator=,
    done
  }
}

collect() {
  addresses=$(json_of ip -j -4 addr show) || fail "the addresses cannot be read"
  enabled=$(cat "$proc/sys/net/mptcp/enabled" 2>/dev/null) || enabled=null
  folder=$base
  [ -d "$folder" ] || folder=/run
  printf '{"os":%s,"kernel":%s' "$(string "$(operating_system)")" "$(string "$(uname -r)")"
  printf ',"architecture":%s' "$(string "$(dpkg --print-architecture 2>/dev/null || uname -m)")"
  printf ',"release":%s,"libc":%s' "$(string "$(release)")" "$(string "$(getconf GNU_LIBC_VERSION 2>/dev/null)")"
  printf ',"mptcp_enabled":%s' "$enabled"
  printf ',"iproute2":%s' "$(string "$(ip -V | sed 's/.*iproute2-//; s/,.*//')")"
  printf ',"congestion_control":%s' "$(string "$(cat "$proc/sys/net/ipv4/tcp_congestion_control")")"
  printf ',"addresses":%s' "$addresses"
  printf ',"ssh_interface":%s' "$(string "$(${1:+ssh_interface "$1" "$2"})")"
  printf ',"ssh_address_interface":%s' "$(string "$(${2:+owner_of "$2"})")"
  printf ',"iperf3":[%s],"missing_tools":[%s]' "$(iperf3)" "$(missing_tools)"
  printf ',"free_run_kb":%s' "$(df -Pk "$folder" | awk 'NR == 2 { print $4 }')"
  printf ',"boot_id":%s,"listeners_5201":[%s]' "$(string "$(cat "$proc/sys/kernel/random/boot_id")")" "$(listeners)"
  printf ',"time_ns":%s}\n' "$(date +%s%N)"
}

case ${1-}:$# in
  collect:1) collect '' '' ;;
  collect:3)
    check_address "${2%%%*}"
    check_address "${3%%%*}"
    case $2 in *%*) check_interface "${2#*%}" ;; esac
    collect "$2" "$3"
    ;;
  *) usage ;;
esac
