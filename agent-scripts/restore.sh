#!/bin/sh
# Restores what snapshot.sh captured, and nothing else. A second time it finds nothing to do.
# usage: restore.sh run RUN
#        restore.sh all
#        restore.sh forget RUN
#   all: every captured run, newest first. forget: drops what was captured, once the restore is verified.
# stdout: {"run":"...","restored":true,"changed":5,"failed":[],"left":[]} a run; "note" when nothing was captured
#   left: what others changed, and keeps.
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 something is not restored (the rest is), 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/process.sh"
. "$here/lib/captured.sh"
. "$here/lib/state.sh"
. "$here/lib/reconcile.sh"
. "$here/lib/undo.sh"
work=$base/restore/work

# The lock goes with this process, however it ends; what a killed one left in the folder is thrown away.
lock() {
  mkdir -p "$base/restore"
  lock_folder "$base/restore" || fail "another restore is under way on this host for 40 s"
  rm -rf "$work" "$base"/state/*/ballast # room for our own files, where the rest is full
  for proof in "$base"/proof.*; do
    [ ! -d "$proof" ] || read_process "${proof##*.}" || rm -rf "$proof" # of one that was killed
  done
  mkdir "$work"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 143' INT TERM
  trap '' HUP PIPE # the SSH session may end by what is restored
}

note_failure() {
  say "not restored: $1"
  failed="$failed${failed:+,}$(json_string "$1")"
}

# Captured links of the trial that were running and are not; the answer is in waiting.
all_running() {
  read_state links >"$work/all.links" || return 0 # reported already
  waiting=$(awk -v now="$work/all.links" '
    BEGIN { while ((getline line < now) > 0) { split(line, part, " "); state[part[1]] = part[6] } }
    $6 == "UP" && $1 in state && state[$1] != "UP" { printf "%s is %s; ", $1, state[$1] }' "$work/links")
  [ -z "$waiting" ]
}

restore_links() {
  differs links || [ "$same" = false ] || return 0
  while read -r interface admin _ mtu _ <&3; do
    grep -q "^$interface .* mtu $mtu " "$work/all.links" || counted ip link set dev "$interface" mtu "$mtu"
    grep -q "^$interface $admin " "$work/all.links" || counted ip link set dev "$interface" "$admin"
  done 3<"$work/lost"
  differences "$saved/links" /dev/null # all that are the trial's are to run
  mv "$work/lost" "$work/links"
  poll 10 all_running || note_failure "links: not running after 10 s: $waiting"
  ! differs links || report_differences links
}

link_local_back() {
  ! differs addresses6 || ! grep -q ' scope link ' "$work/lost"
}

none_tentative() {
  ! ip -o -6 addr show tentative up | grep -qv ' dadfailed '
}

# The kernel makes link-local addresses anew when a link comes up; for 3 s they are not added by hand.
await_link_local() {
  poll 3 link_local_back || :
}

# An address under duplicate address detection can neither be used yet nor compared.
await_addresses6() {
  ! has_ipv6 || poll 5 none_tentative || :
}

restore_run() {
  saved=$(saved_state "$1") changed=0 failed=
  if [ ! -e "$saved/captured" ]; then
    printf '{"run":"%s","restored":true,"changed":0,"failed":[],"note":"nothing captured"}\n' "$1" || :
    return 0
  fi
  undo_commands
  compare_all
  case $different in *' links '*) restore_links ;; esac
  if [ "$changed" != 0 ]; then
    await_link_local
    compare_all # with a link addresses and routes come and go
  fi
  for family in filters sysctls; do reconcile_different "$family"; done
  known=$changed
  for family in addresses4 addresses6; do reconcile_different "$family"; done
  [ "$changed" = "$known" ] || compare_all # routes go with addresses
  for family in routes4 routes6 rules4 rules6 qdiscs limits endpoints; do reconcile_different "$family"; done
  [ "$changed" = 0 ] || await_addresses6
  restored=true
  [ -z "$failed" ] || restored=false
  if [ "$restored" = true ]; then : >"$saved/restored"; else rm -f "$saved/restored"; fi
  printf '{"run":"%s","restored":%s,"changed":%s,"failed":[%s],"left":[%s]}\n' "$1" "$restored" "$changed" "$failed" "$(left_json)" || :
  [ "$restored" = true ]
}

restore_all() {
  code=0
  rm -rf "$base"/state/.*.[0-9]* # half of what killed captures wrote
  runs=$(captured_runs) || fail "the captured runs cannot be read"
  for run in $runs; do
    restore_run "$run" || code=1
  done
  return "$code"
}

case ${1-}:$# in
  run:2 | forget:2) check_run "$2" ;;
  all:1) ;;
  *) usage ;;
esac
exec </dev/null
umask 022
mkdir -p "$base"
umask 077
lock
case $1 in
  run) restore_run "$2" || exit 1 ;;
  all) restore_all ;;
  forget)
    gone=false
    [ ! -e "$(saved_state "$2")" ] || gone=true
    rm -rf "${base:?}/state/$2" "${disk:?}/state/$2" "$base/state/.$2."*
    [ -e "$base/deadman/$2/timer" ] || rm -rf "${base:?}/deadman/$2" # a dead man's switch that is still armed needs it
    rmdir "$disk/state" "$disk" 2>/dev/null || :
    printf '{"run":"%s","changed":%s}\n' "$2" "$gone"
    ;;
esac
