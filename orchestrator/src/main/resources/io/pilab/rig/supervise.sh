#!/bin/sh
# Runs a virtual host and, each time that it reboots, makes its network anew and runs it again.
# usage: supervise.sh start SWITCH NAMESPACE CONGESTION_CONTROL BASE LAB_DIRECTORY NAME USER PORT; it calls itself with "run"
# stdout, stderr: what went wrong, and what the host says
# exit codes: those of host.sh but for 10, with which it reboots
set -eu
export LC_ALL=C PATH=/usr/sbin:/usr/bin:/sbin:/bin
reboot=10

host() { # must not get at the machine's network
  nsenter --net="/run/netns/$namespace" unshare --mount --uts --pid --fork --kill-child \
    sh "$lab/host.sh" enter "$base" "$lab" "$name" "$user" "$port" 8<&-
}

set_congestion_control() {
  nsenter --net="/run/netns/$namespace" sysctl -q -w "net.ipv4.tcp_congestion_control=$control" 2>/dev/null
}

# In the machine's network: what it does not allow to everybody is allowed for the moment, as CongestionControl.java does.
allow_congestion_control() {
  allowed=/proc/sys/net/ipv4/tcp_allowed_congestion_control
  exec 9<"${lab%/*}"
  flock 9
  for _ in 1 2 3 4 5; do # a rig that is raised meanwhile may take its own permission back
    read -r before <$allowed
    case " $before " in *" $control "*) ;; *) echo "$before $control" >$allowed ;; esac
    code=0
    set_congestion_control || code=$?
    case " $before " in *" $control "*) ;; *) echo "$before" >$allowed ;; esac
    [ "$code" != 0 ] || return 0
  done
  echo "supervise.sh: $name cannot have the congestion control $control" >&2
  exit 1
}

run() {
  while :; do
    code=0
    host || code=$?
    [ "$code" = "$reboot" ] || exit "$code"
    echo "supervise.sh: $name reboots"
    sh "$lab/hosts/$name/network.sh"
    nsenter --net=/proc/self/fd/8 sh "$0" allow "$@"
  done
}

[ "$#" = 9 ] || {
  sed -n '2,5s/^# //p' "$0" >&2
  exit 2
}
verb=$1
shift
switch=$1 namespace=$2 control=$3 base=$4 lab=$5 name=$6 user=$7 port=$8
case $verb in
  start) # Descriptor 8 leads back to the machine's network; in the switch's, a rig down finds us.
    exec 8</proc/self/ns/net
    # What was started by nohup ignores SIGHUP; a host that did would never reboot.
    exec env --default-signal nsenter --net="/run/netns/$switch" sh "$0" run "$@"
    ;;
  run) run "$@" ;;
  allow) allow_congestion_control ;;
esac
