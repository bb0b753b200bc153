#!/bin/sh
# Changes MPTCP's limits or one of a fixed list of sysctls, or heals that.
# usage: setting.sh limits SUBFLOWS ADD_ADDR_ACCEPTED
#        setting.sh sysctl KEY VALUE
#        setting.sh heal limits|KEY
#   heal: brings back the value that it had when the trial began. PILAB_SAVED names the trial's folder.
# stdout: {"changed":true}
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 this kernel has no such setting
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"

keys="net.mptcp.stale_loss_cnt net.mptcp.add_addr_timeout net.mptcp.close_timeout net.mptcp.blackhole_timeout \
net.mptcp.allow_join_initial_addr_port net.ipv4.tcp_retries2"

check_key() {
  case " $keys " in *" $1 "*) ;; *) refuse "'$1' is not one of: $keys" ;; esac
  file=$proc/sys/$(printf '%s' "$1" | tr . /)
  [ -r "$file" ] || unsupported "this kernel has no $1"
}

set_key() { # KEY VALUE
  [ "$(cat "$file")" != "$2" ] || return 0
  change sysctl -q -w "$1=$2" || fail "$1 could not be set to $2"
  changed=true
}

# The limits as "add_addr_accepted 0 subflows 2": in one order, whichever order ip(8) prints.
read_limits() {
  text=$(ip mptcp limits show) || unsupported "the limits cannot be read: has this kernel MPTCP?"
  printf '%s\n' "$text" | sed 's/ *$//'
}

set_limits() { # "add_addr_accepted N subflows N"
  [ "$(read_limits)" != "$1" ] || return 0
  # shellcheck disable=SC2086 # words are wanted
  change ip mptcp limits set $1 || fail "the limits could not be set: $1"
  changed=true
}

saved() { # FAMILY: the file of what was saved
  [ -r "${PILAB_SAVED:-}/$1" ] || fail "PILAB_SAVED names no folder with the saved $1"
  cat "$PILAB_SAVED/$1"
}

heal_key() { # KEY
  was=$(saved sysctls) || exit 1
  was=$(printf '%s\n' "$was" | sed -n "s|^$(printf '%s' "$1" | tr . /)=||p")
  [ -n "$was" ] || fail "$1 is not among the saved sysctls"
  set_key "$1" "$was"
}

changed=false
case ${1-}:${2-}:$# in
  limits:*:3)
    check_number subflows "$2" 0 8
    check_number add_addr_accepted "$3" 0 8
    set_limits "add_addr_accepted $3 subflows $2"
    ;;
  sysctl:*:3)
    check_number value "$3" 0 1000000
    check_key "$2"
    set_key "$2" "$3"
    ;;
  heal:limits:2)
    was=$(saved limits) || exit 1
    set_limits "$was"
    ;;
  heal:*:2)
    check_key "$2"
    heal_key "$2"
    ;;
  *) usage ;;
esac
printf '{"changed":%s}\n' "$changed"
