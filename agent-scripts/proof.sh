#!/bin/sh
# Proves beforehand that a restore can bring back what a fault may take away, in a network namespace of its own.
# usage: proof.sh collect IF...
#   It calls "proof.sh inside NAMESPACE FOLDER IF..." there, which refuses to run in the host's own NAMESPACE.
# stdout: {"qdisc wlan0":"class htb 1:1 ..."}: what could not be restored, and what would be missing; {} when all can
# stderr: each command that is tried, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 no namespace can be made here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/state.sh"
. "$here/lib/reconcile.sh"

note_failure() { failed="$failed${failed:+; }$(echo "${1#*: }" | sed 's/ dev lo / /; s/ dev lo$//')"; }

# tell WHAT WHY: one member of the answer
tell() {
  printf '%s%s:%s' "$separator" "$(json_string "$1")" "$(json_string "$(printf '%.300s' "$2")")"
  separator=,
}

# The kernel brings its default back by itself (handle 0:), which is not what it was when another one has been set since.
changed_default() { # IF
  [ -r "$proc/sys/net/core/default_qdisc" ] || return 0
  awk -v device="$1" -v now="$(cat "$proc/sys/net/core/default_qdisc")" '
    { for (i = 1; i < NF; i++) word[$i] = $(i + 1) }
    word["dev"] == device && word["handle"] == "0:" {
      for (i = 1; i < NF; i++) if ($i == "handle") kind = $(i + 2)
      if (kind != "noqueue" && kind != "mq" && kind != now && !told++)
        print "the default is " now " now (net.core.default_qdisc), and would not be " kind " again"
    }' "$folder/qdiscs"
}

# An interface's own qdiscs, on lo in place of it. What hangs at its ingress no fault takes away.
prove_qdiscs() { # IF
  awk -v device="$1" '{
    for (i = 1; i < NF; i++) {
      if ($i == "handle" && $(i + 1) == "0:") next
      if ($i == "parent" && $(i + 1) ~ /^ffff:/) next
      if ($i == "dev" && $(i + 1) == device) { $(i + 1) = "lo"; ours = NR }
    }
    if (ours == NR) print
  }' "$folder/qdiscs" >"$saved/qdiscs"
  why=$(changed_default "$1")
  if [ -z "$why" ] && [ -s "$saved/qdiscs" ]; then
    mtu=$(sed -n "s/^$1 .* mtu \([0-9]*\) .*/\1/p" "$folder/links")
    ip link set dev lo mtu "${mtu:-1500}" || return 1
    failed=
    reconcile qdiscs
    why=$failed
    tc qdisc del dev lo root 2>/dev/null || : # there may be none
  fi
  [ -z "$why" ] || tell "qdisc $1" "$why"
}

# Each endpoint alone, on lo; one with a port needs its address.
prove_endpoints() {
  while read -r line <&4; do
    echo "$line" | awk '{ for (i = 1; i < NF; i++) if ($i == "dev") $(i + 1) = "lo"; print }' >"$saved/endpoints"
    address=${line%% *}
    ip addr add "$address" dev lo 2>/dev/null || : # there already
    failed=
    reconcile endpoints
    [ -z "$failed" ] || tell "endpoint $address" "$failed"
  done 4<"$folder/endpoints"
}

inside() {
  namespace=$1 folder=$2
  shift 2
  [ "$(readlink "$proc/self/ns/net")" != "$namespace" ] || refuse "this is the host's own network namespace; call 'collect'"
  ip link set lo up || fail "lo does not come up in a new namespace"
  # shellcheck disable=SC2034 # for what is sourced
  saved=$folder/saved work=$folder/work changed=0 separator=
  mkdir "$saved" "$work"
  echo lo >"$saved/links"
  printf '{'
  for interface in "$@"; do prove_qdiscs "$interface"; done
  ! has_mptcp || prove_endpoints
  printf '}\n'
}

collect() {
  for interface in "$@"; do check_interface "$interface"; done
  umask 022
  mkdir -p "$base" || fail "$base cannot be made"
  folder=$base/proof.$$ # restore.sh removes that of a proof that was killed
  rm -rf "$folder"
  (umask 077 && mkdir "$folder") || fail "there is no room under $base"
  trap 'rm -rf "$folder"' EXIT
  trap 'exit 143' INT TERM
  for family in links qdiscs endpoints; do
    read_state "$family" >"$folder/$family" || fail "the $family cannot be read"
  done
  unshare -n true || unsupported "no network namespace can be made, so nothing can be proved"
  unshare -n sh "$0" inside "$(readlink "$proc/self/ns/net")" "$folder" "$@"
}

case ${1-}:$# in
  collect:*)
    shift
    collect "$@"
    ;;
  inside:[012]) usage ;;
  inside:*)
    shift
    inside "$@"
    ;;
  *) usage ;;
esac
