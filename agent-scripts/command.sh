#!/bin/sh
# Runs an operator's own command as a fault; what takes it back is kept with the captured state before it begins.
# usage: command.sh run RUN UNDO [IF] | undo UNDO   (RUN, UNDO: three octal digits a byte; IF: what it cuts; PILAB_SAVED: the trial's folder)
# stdout: {"changed":true}
# stderr: each command before it runs, and what it says
# exit codes: 0 done, 1 the command failed or took more than 20 s, 2 usage, or an IF that is lo or denied (common.sh), 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/common.sh"
. "$here/undo.sh"

check_encoded() {
  case $1 in *[!0-7]* | '') refuse "a command is three octal digits a byte" ;; esac
}

# The captured state of the trial that we are part of: its dead-man undoes what stands there.
find_state() {
  trial=${PILAB_SAVED:-/-}
  run=${trial%/*}
  saved=$base/state/${run##*/}-${trial##*/}
  [ -e "$saved/captured" ] || fail "PILAB_SAVED names no trial whose state is captured"
}

case ${1-}:$# in
  run:3 | run:4)
    if [ $# = 4 ]; then
      check_interface "$4"
      check_denied "$4"
    fi
    check_encoded "$2"
    check_encoded "$3"
    find_state
    keep_undo "$3" || fail "what takes the command back cannot be kept: it is not run"
    run_encoded "$2" stay || fail "the command failed"
    ;;
  undo:2)
    check_encoded "$2"
    find_state
    here=$(cd "$here" && pwd)
    cd / && unset PILAB_MARK # what it starts anew is none of the trial's
    run_encoded "$2" || fail "the command that takes it back failed; the restore tries it again"
    forget_undo "$2"
    ;;
  *) usage ;;
esac
echo '{"changed":true}'
