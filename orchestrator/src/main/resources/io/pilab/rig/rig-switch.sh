#!/bin/sh
# Switches the other end of a virtual host's link off or on, as the commands of a managed switch would.
# usage: rig-switch off|on IF
# stdout: nothing
# stderr: what went wrong
# exit codes: 0 done, 1 failed, 2 usage
set -eu
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin

case ${1-}:$# in
  off:2) state=down ;;
  on:2) state=up ;;
  *)
    sed -n '2,6s/^# //p' "$0" >&2
    exit 2
    ;;
esac
own='' port=''
case $2 in */* | .*) ;; *) { read -r own <"/sys/class/net/$2/ifindex" && read -r port <"/sys/class/net/$2/iflink"; } 2>/dev/null || : ;; esac
if [ "$own" = "$port" ]; then
  echo "rig-switch: this host has no link '$2' to the switch" >&2
  exit 1
fi
exec nsenter --net=/run/rig/switch ip link set dev "if$port" "$state"
