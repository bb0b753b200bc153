#!/bin/sh
# Fires a trial's faults at their offsets from t = 0, by this host's own clock.
# usage: timeline.sh run DIR T0
#   T0: nanoseconds since 1970.
#   DIR/spec: "fault AT_MS STEP inject|heal SCRIPT VERB ARG..." a line.
#   DIR/end: the second since boot until which the dead man's switch has to stay armed.
# stdout: one JSON object a line: when each fault fired ("time", "done") and its exit code
#   "changing", "changed": when it changed the host, unless the kernel reports that.
#   "packets", "dropped": what a heal of drop.sh counted. "refused": a fault that was not fired.
# stderr: each command before it runs
# exit codes: 0 all fired, 1 one failed, 2 usage, 4 not supported here
set -eu
set -f # the words of a command are split, and never expanded
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/process.sh"
. "$here/lib/armed.sh"

[ "${1-}:$#" = run:3 ] || usage
case $3 in *[!0-9]* | '' | 0*) refuse "'$3' is not a time in nanoseconds" ;; esac
[ -r "$2/spec" ] || fail "there is no $2/spec"
{ read -r end <"$2/end"; } 2>/dev/null || fail "there is no $2/end"
id=${2%/*}
id=${id##*/}-${2##*/}
export PILAB_SAVED="$2" # for the heals
PILAB_DENY_INTERFACES="${PILAB_DENY_INTERFACES:-} $(sed -n 's/^deny //p' "$2/spec" | tr '\n' ' ')"
export PILAB_DENY_INTERFACES

# A fault is begun sooner by what lies between the question for the time and the change: a sleep, the next question, the
# fault's script and its command. Rehearsed; the shortest counts, as too early is no better than too late.
first=$(sed -n 's/^fault \([0-9]*\) .*/\1/p' "$2/spec" | head -n 1)
[ -n "$first" ] || exit 0
lead=30000000
for _ in 1 2 3 4; do
  begun=$(date +%s%N)
  sleep 0.001
  date +%s%N >/dev/null
  sh "$here/link.sh" status lo >/dev/null 2>&1 || :
  ip link show dev lo >/dev/null 2>&1 || :
  over=$(date +%s%N)
  took=$((over - begun - 1000000))
  [ "$took" -gt "$lead" ] || lead=$took
  [ $((over - $3)) -lt $(((first - 200) * 1000000)) ] || break # the first fault is near
done

failed=0
while read -r key at step phase script words || [ -n "$key" ]; do
  [ "$key" = fault ] || continue
  rest=$(($3 + at * 1000000 - lead - $(date +%s%N)))
  if [ "$rest" -gt 0 ]; then
    sleep "$((rest / 1000000000)).$(printf %09d "$((rest % 1000000000))")"
  fi
  now=$(date +%s%N)
  if [ "$phase" = inject ] && ! armed_until "$id" "$end"; then
    failed=1 reason="fault $step is not fired: the dead man's switch of $id $unarmed"
    say "$reason"
    printf '{"time":%s,"event":"refused","reason":"%s"}\n' "$now" "$reason" || :
    continue
  fi
  code=0 changing='' changed='' counts='' answer=/dev/null
  [ "$script:$phase" != drop.sh:heal ] || answer=$2/.answer
  PILAB_CHANGES="$2/.changes"
  : >"$PILAB_CHANGES" || PILAB_CHANGES=
  [ "$script" != link.sh ] || PILAB_CHANGES= # the kernel tells when
  export PILAB_CHANGES
  # shellcheck disable=SC2086 # the words of a validated command
  sh "$here/$script" $words </dev/null >"$answer" || code=$?
  over=$(date +%s%N)
  while read -r begun ended; do
    [ -n "$changing" ] || changing=",\"changing\":$begun"
    changed=",\"changed\":$ended"
  done <"$2/.changes"
  [ "$answer" = /dev/null ] || counts=$(sed -n 's/.*\(,"packets":[0-9]*,"dropped":[0-9]*\).*/\1/p' "$answer")
  printf '{"time":%s,"event":"%s","step":%s,"code":%s,"done":%s%s}\n' "$now" "$phase" "$step" "$code" "$over" "$changing$changed$counts" || failed=1
  [ "$code" -eq 0 ] || failed=1
done <"$2/spec"
exit "$failed"
