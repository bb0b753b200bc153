#!/bin/sh
# Puts back what snapshot.sh captured, and only that; a second time it finds nothing to do.
# usage: restore.sh run RUN | all | forget RUN   (all: every captured run, newest first; forget: once it is verified)
# stdout: {"run":"...","restored":true,"changed":5,"failed":[],"left":[]} a run; left: what others changed; "note" when nothing was captured
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 something is not restored (the rest is), 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/common.sh"
. "$here/process.sh"
. "$here/state.sh"
. "$here/difference.sh"
. "$here/reconcile.sh"
. "$here/settle.sh"
. "$here/undo.sh"
work=$base/restore/work

# The lock goes with this process, however it ends; what a killed one left in the folder is thrown away.
lock() {
  mkdir -p "$base/restore"
  lock_folder "$base/restore" || fail "another restore is under way on this host for 40 s"
  rm -rf "$work" "$base"/state/*/ballast # room for our own files, where the rest is full
  mkdir "$work"
  trap 'rm -rf "$work"' EXIT
  trap 'exit 143' INT TERM
  trap '' HUP PIPE # the SSH session may end by what is restored
}

note_failure() {
  say "not restored: $1"
  failed="$failed${failed:+,}$(json_string "$1")"
}

restore_run() {
  saved=$(saved_state "$1") changed=0 failed=
  if [ ! -e "$saved/captured" ]; then
    printf '{"run":"%s","restored":true,"changed":0,"failed":[],"note":"nothing captured"}\n' "$1" || :
    return 0
  fi
  undo_commands
  restore_links
  [ "$changed" = 0 ] || await_link_local
  for family in filters sysctls addresses4 addresses6 routes4 routes6 rules4 rules6 qdiscs limits endpoints; do
    reconcile "$family"
  done
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
  for run in $(captured_runs); do
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
