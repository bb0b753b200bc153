#!/bin/sh
# Drops packets silently, both ways, while the link stays up: all of them or a random share (nftables).
# usage: drop.sh on SHARE TARGET | off TARGET   (SHARE: 1 to 10000 of 10000; TARGET: interface IF | peer ADDRESS | pair LOCAL REMOTE)
# stdout: {"changed":true}
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage, or an interface that is lo or denied (common.sh), 4 no nftables here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/common.sh"

check_target() {
  case $1:$# in
    interface:2)
      check_interface "$2"
      check_denied "$2"
      ;;
    peer:2) check_address "$2" ;;
    pair:3)
      check_address "$2"
      check_address "$3"
      ;;
    *) usage ;;
  esac
}

# One table a target, so that faults do not undo one another. A device's own hooks see ARP as well, and what is forwarded.
name_table() {
  family=inet
  [ "$1" != interface ] || family=netdev
  sum=$(printf '%s ' "$@" | cksum)
  table="pilab_${sum%% *}"
}

chain() { # NAME HOOK MATCH
  printf ' chain %s { type filter hook %s priority -300; %s%sdrop; };' "$1" "$2" "${3:+$3 }" "$random"
}

# Whatever the table held before goes in the same step.
rules() {
  random=
  [ "$share" = 10000 ] || random="numgen random mod 10000 < $share "
  version=ip
  case $* in *:*) version=ip6 ;; esac
  printf 'table %s %s; delete table %s %s; table %s %s {' "$family" "$table" "$family" "$table" "$family" "$table"
  case $1 in
    interface)
      chain from "ingress device \"$2\"" ''
      chain to "egress device \"$2\"" ''
      ;;
    peer)
      chain from input "$version saddr $2"
      chain to output "$version daddr $2"
      ;;
    pair)
      chain from input "$version daddr $2 $version saddr $3"
      chain to output "$version saddr $2 $version daddr $3"
      ;;
  esac
  printf ' }\n'
}

there() { nft list table "$family" "$table" >/dev/null 2>&1; }

verb=${1-}
case $verb:$# in
  on:[45])
    check_number share "$2" 1 10000
    share=$2
    shift 2
    ;;
  off:[34]) shift ;;
  *) usage ;;
esac
check_target "$@"
name_table "$@"
changed=false
if [ "$verb" = on ]; then
  command -v nft >/dev/null || unsupported "there is no nft; try: sudo apt-get install nftables"
  text=$(rules "$@")
  change nft -- "$text" || fail "nftables does not take it: $family $table"
  changed=true
elif command -v nft >/dev/null && there; then
  change nft delete table "$family" "$table" || fail "table $family $table could not be deleted"
  changed=true
fi
printf '{"changed":%s}\n' "$changed"
