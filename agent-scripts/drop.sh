#!/bin/sh
# Drops packets silently in both directions while the link stays up: all of them, or a random share (nftables).
# usage: drop.sh on SHARE TARGET
#        drop.sh off TARGET
#   SHARE: from 1 to 10000, of 10000 packets.
#   TARGET: interface IF | peer ADDRESS | pair LOCAL REMOTE
# stdout: {"changed":true}; off, for a random share: with the counted "packets", and how many of them were "dropped"
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage or an interface that is denied, 4 no nftables here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"

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
  [ "$share" = 10000 ] || random="counter numgen random mod 10000 < $share counter "
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

# counted TABLE: what the two counters of each rule say, all rules together.
counted() {
  printf '%s\n' "$1" | {
    packets=0 dropped=0 random=
    while read -r line; do
      case $line in *' numgen '*) ;; *) continue ;; esac
      random=yes
      all=${line#*counter packets } some=${line##*counter packets }
      packets=$((packets + ${all%% *})) dropped=$((dropped + ${some%% *}))
    done
    [ -z "$random" ] || printf ',"packets":%s,"dropped":%s' "$packets" "$dropped"
  }
}

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
changed=false counts=
if [ "$verb" = on ]; then
  command -v nft >/dev/null || unsupported "there is no nft; try: sudo apt-get install nftables"
  text=$(rules "$@")
  change nft -- "$text" || fail "nftables does not take it: $family $table"
  changed=true
elif command -v nft >/dev/null && there=$(nft list table "$family" "$table" 2>/dev/null); then
  change nft delete table "$family" "$table" || fail "table $family $table could not be deleted"
  changed=true counts=$(counted "$there")
fi
printf '{"changed":%s%s}\n' "$changed" "$counts"
