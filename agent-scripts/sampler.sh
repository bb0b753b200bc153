#!/bin/sh
# Prints the byte counters of interfaces until it is killed.
# usage: sampler.sh run SECONDS IF...
#   SECONDS: between two samples, such as 0.2.
# stdout: {"time":...,"interface":"wlan0","tx_bytes":...,"rx_bytes":...} a line; time: nanoseconds since 1970
# stderr: what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here (it does not end by itself)
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"

[ "${1-}" = run ] || usage
[ $# -ge 3 ] || usage
case $2 in *[!0-9.]* | *.*.* | '' | . | 0) refuse "'$2' are not seconds" ;; esac
every=$2
shift 2
for interface in "$@"; do check_interface "$interface"; done
while :; do
  now=$(date +%s%N)
  for interface in "$@"; do
    statistics="$sys/class/net/$interface/statistics"
    if { read -r tx <"$statistics/tx_bytes" && read -r rx <"$statistics/rx_bytes"; } 2>/dev/null; then
      printf '{"time":%s,"interface":"%s","tx_bytes":%s,"rx_bytes":%s}\n' "$now" "$interface" "$tx" "$rx"
    fi
  done
  sleep "$every"
done
