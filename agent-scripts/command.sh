#!/bin/sh
# Runs an operator's own command as a fault. The command that undoes it is saved with the captured state first.
# usage: command.sh run RUN UNDO [IF]
#        command.sh undo UNDO
#   RUN and UNDO: the commands, three octal digits a byte. IF: the interface that RUN cuts.
#   PILAB_SAVED names the trial's folder.
# stdout: {"changed":true}
# stderr: each command before it runs, and what it prints
# exit codes: 0 done, 1 the command failed or took more than 20 s, 2 usage or an IF that is denied, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/undo.sh"

check_encoded() {
  case $1 in *[!0-7]* | '') refuse "a command is three octal digits a byte" ;; esac
}

# The captured state of the trial that we are part of: its dead man's switch undoes what stands there.
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
