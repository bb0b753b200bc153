#!/bin/sh
# Limits the rate of what an interface sends, or heals that.
# usage: qdisc.sh limit IF BITS_PER_SECOND
#        qdisc.sh heal IF
#   heal: brings the interface's qdiscs back as they were when the trial began. PILAB_SAVED names the trial's folder.
# stdout: {"changed":true}
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage or an interface that is denied, 4 no tbf in this kernel
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/state.sh"
. "$here/lib/reconcile.sh"
handle=6c69: # what tells our qdisc from others

# A bucket of 5 ms or two large packets, and 50 ms of queue: what a home router has. Under a handle of its own it takes the
# place of whatever is there: a foreign tbf would only be changed, and keep packets that never fit our bucket.
limit() { # BITS_PER_SECOND
  burst=$(($1 / 8 / 200))
  [ "$burst" -ge 3100 ] || burst=3100
  change tc qdisc replace dev "$interface" root handle "$handle" tbf rate "${1}bit" burst "$burst" latency 50ms ||
    fail "$interface could not be limited; has this kernel tbf (sudo modprobe sch_tbf)?"
  changed=1
}

# reconcile calls it for what stays different.
note_failure() {
  say "not healed: $1"
  failed=yes
}

# Like restore.sh does it, with the lines of this interface alone.
heal() {
  [ -r "${PILAB_SAVED:-}/qdiscs" ] || fail "PILAB_SAVED names no folder with the saved qdiscs"
  work=$PILAB_SAVED/.qdisc.$$ failed=
  saved=$work
  mkdir "$work"
  trap 'rm -rf "$work"' EXIT
  echo "$interface" >"$work/links"
  awk -v device="$interface" '{ for (i = 1; i < NF; i++) if ($i == "dev" && $(i + 1) == device) { print; next } }' \
    "$PILAB_SAVED/qdiscs" >"$work/qdiscs"
  reconcile qdiscs
  [ -z "$failed" ] || exit 1
}

case ${1-}:$# in
  limit:3) check_number rate "$3" 1000 9999999999 ;;
  heal:2) ;;
  *) usage ;;
esac
verb=$1 interface=$2 changed=0
check_interface "$interface"
# The trial itself denies the interface of the SSH connection, which neither a heal cuts nor a rate of 1 Mbit/s and more.
denied_by_trial() { [ -r "${PILAB_SAVED:-}/spec" ] && grep -qx "deny $interface" "$PILAB_SAVED/spec"; }

if [ "$verb" = heal ] || [ "$3" -ge 1000000 ]; then
  case " ${PILAB_DENY_INTERFACES:-} " in *" $interface "*) ! denied_by_trial || PILAB_DENY_INTERFACES='' ;; esac
fi
check_denied "$interface"
shift 2
"$verb" "$@"
if [ "$changed" -gt 0 ]; then echo '{"changed":true}'; else echo '{"changed":false}'; fi
