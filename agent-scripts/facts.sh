#!/bin/sh
# Describes this host: system, kernel, MPTCP, addresses, each iperf3, missing tools. Changes nothing.
# usage: facts.sh collect [CLIENT_IP SERVER_IP]
#   Without them: those of SSH_CONNECTION, which sudo hides.
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

# Sets os to PRETTY_NAME and release to debian-12.
read_release() {
  os='' release_id='' release_version='' release=-
  [ -r /etc/os-release ] || return 0
  while IFS='=' read -r key value || [ -n "$key" ]; do
    value=${value#\"} value=${value%\"}
    case $key in
      PRETTY_NAME) os=$value ;;
      ID) release_id=$value ;;
      VERSION_ID) release_version=$value ;;
    esac
  done </etc/os-release
  release=$release_id-$release_version
}

# The interface by which packets to the SSH client leave, as the rules for our address have it: sets interface.
ssh_interface() {
  interface=
  case $1 in *%*) interface=${1#*%} && return ;; esac
  # shellcheck disable=SC2046 # words are wanted
  set -- $(ip -o route get "$1" from "$2" 2>/dev/null)
  while [ $# -gt 1 ]; do
    [ "$1" != dev ] || interface=$2
    shift
  done
}

# Sets interface to the one that has the address.
owner_of() {
  interface=
  while read -r _ device _ own _; do
    case $own in "${1%%%*}"/*) interface=${interface:-$device} ;; esac
  done <<END
$(ip -o addr show)
END
}

# Every iperf3 as it really runs: a binary in /usr/local may run the distribution's older library.
iperf3() {
  separator=
  for path in "${PILAB_ROOT-}"/opt/iperf3-*/bin/iperf3 "${PILAB_ROOT-}"/usr/local/bin/iperf3 "${PILAB_ROOT-}"/usr/bin/iperf3; do
    [ -x "$path" ] || continue
    version_line "$path" || :
    said=$version_said version=
    case $said in 'iperf '[0-9]*[0-9]*) version=${said#iperf } && version=${version%%[!0-9.]*} && version=${version%.} ;; esac
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
  case $now in '' | *[!0-9]*) printf '%s"date +%%N"' "$separator" ;; esac
}

listeners() {
  ss -Htlnp 'sport = :5201' | {
    separator=
    while read -r _ _ _ local _ process; do
      printf '%s{"local":"%s","process":%s}' "$separator" "$local" "$(string "$process")"
      separator=,
    done
  }
}

# Of the file system that has the folder, or /run.
free_kilobytes() {
  folder=$base
  [ -d "$folder" ] || folder=/run
  # shellcheck disable=SC2046 # words are wanted
  set -- $(df -Pk "$folder")
  while [ $# -gt 6 ]; do shift; done # the last line has six words
  echo "$4"
}

collect() {
  addresses=$(json_of ip -j -4 addr show) || fail "the addresses cannot be read"
  first_line "$proc/sys/net/mptcp/enabled" || line=null # one digit
  enabled=$line
  now=$(date +%s%N)
  read_release
  first_line "$proc/sys/kernel/osrelease" || line=$(uname -r)
  printf '{"os":%s,"kernel":%s' "$(string "$os")" "$(string "$line")"
  printf ',"architecture":%s' "$(string "$(dpkg --print-architecture 2>/dev/null || uname -m)")"
  printf ',"release":%s,"libc":%s' "$(string "$release")" "$(string "$(getconf GNU_LIBC_VERSION 2>/dev/null)")"
  printf ',"mptcp_enabled":%s' "$enabled"
  iproute2=$(ip -V) && iproute2=${iproute2#*iproute2-} && iproute2=${iproute2%%,*}
  first_line "$proc/sys/net/ipv4/tcp_congestion_control" || :
  printf ',"iproute2":%s,"congestion_control":%s' "$(string "$iproute2")" "$(string "$line")"
  printf ',"addresses":%s' "$addresses"
  interface=
  [ -z "$1" ] || ssh_interface "$1" "$2"
  printf ',"ssh_interface":%s' "$(string "$interface")"
  interface=
  [ -z "$2" ] || owner_of "$2"
  printf ',"ssh_address_interface":%s' "$(string "$interface")"
  printf ',"iperf3":[%s],"missing_tools":[%s]' "$(iperf3)" "$(missing_tools)"
  printf ',"free_run_kb":%s' "$(free_kilobytes)"
  first_line "$proc/sys/kernel/random/boot_id" || :
  printf ',"boot_id":%s,"listeners_5201":[%s]' "$(string "$line")" "$(listeners)"
  printf ',"time_ns":%s}\n' "$now"
}

# CLIENT_IP PORT SERVER_IP PORT; sshd says UNKNOWN of what is no address.
if [ "${1-}:$#" = collect:1 ]; then
  # shellcheck disable=SC2086 # words are wanted
  set -- collect ${SSH_CONNECTION-}
  if [ $# = 5 ] && (check_address "${2%%%*}" && check_address "${4%%%*}") 2>/dev/null; then set -- collect "$2" "$4"; else set -- collect; fi
fi
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
