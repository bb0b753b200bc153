#!/bin/sh
# Kills, pauses or resumes the traffic tool of the trial that runs.
# usage: traffic.sh kill|pause|resume
#   PILAB_SAVED names the trial's folder.
# stdout: {"changed":true}
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, or the tool does not run (resume: that is fine), 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"

ours() { # PID: it is of the trial's group and works in its folder
  { read -r stat <"$proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086 # words are wanted; the command's name, which may hold spaces, is cut off
  set -- "$1" ${stat##*) }
  [ "$2" != Z ] && [ "$4" = "$group" ] || return 1
  case $(readlink "$proc/$1/cwd" || :)/ in "$folder"/*) ;; *) return 1 ;; esac
}

# The processes of the trial whose program is the one that its specification names; timeout(1) above it is not. A fault's
# moment is near: few forks.
tools() {
  while read -r key tool; do
    [ "$key" != traffic ] || break
  done <"$folder/spec"
  grep -lF -- "$tool" "$proc"/[0-9]*/cmdline 2>/dev/null | while read -r process; do
    process=${process%/cmdline}
    process=${process##*/}
    [ "$(tr '\000' '\n' 2>/dev/null <"$proc/$process/cmdline" | head -n 1)" != "$tool" ] || ! ours "$process" || echo "$process"
  done
}

case ${1-}:$# in
  kill:1) signal=KILL ;;
  pause:1) signal=STOP ;;
  resume:1) signal=CONT ;;
  *) usage ;;
esac
folder=$(cd "${PILAB_SAVED:-/-}" 2>/dev/null && pwd -P) || fail "PILAB_SAVED names no folder of a trial"
{ read -r group _ <"$folder/pid"; } 2>/dev/null || fail "the trial in $folder does not run"
found=$(tools | tr '\n' ' ')
[ -n "$found" ] || [ "$1" = resume ] || fail "the trial's traffic does not run"
changed=false
# shellcheck disable=SC2086 # numbers
if [ -n "$found" ]; then
  change kill "-$signal" $found || [ "$1" = resume ] || fail "it could not be made to $1"
  changed=true
fi
printf '{"changed":%s}\n' "$changed"
