#!/bin/sh
# Prints what was added to a trial's spool since the given byte offsets. Needs no privilege.
# usage: spool.sh read RUN TRIAL [FILE:OFFSET]...
#   A file that is not named counts from 0.
# stdout: for each file that grew "FILE OFFSET LENGTH", a line feed, LENGTH bytes
#   last: "state prepared|running|done|died|absent"
# stderr: what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
most=262144 # of each: all of them together are less than what the controller takes of one answer
files="agent.jsonl traffic.jsonl mptcp.txt link.txt counters.jsonl netstat-before.txt netstat-after.txt
  traffic.err mptcp.err link.err sampler.err timeline.err runner.err"

[ "${1-}" = read ] || usage
[ $# -ge 3 ] || usage
check_run "$2"
check_run "$3"
run=$2 trial=$3 dir=$base/runs/$2/$3
shift 3
for known in "$@"; do
  case $known in
    *[!A-Za-z0-9._:-]* | [!A-Za-z0-9]* | '' | *:*:*) refuse "'$known' is not FILE:OFFSET" ;;
    *:*) check_number offset "${known#*:}" 0 9999999999 ;;
    *) refuse "'$known' is not FILE:OFFSET" ;;
  esac
done
# The state first: what is written after it is asked is read by the next call.
state=$(sh "$here/experiment.sh" status "$run" "$trial")
state=${state#*:\"}
cd "$dir" 2>/dev/null || {
  echo "state absent"
  exit 0
}
for file in $files; do
  [ -s "$file" ] || continue
  offset=0
  for known in "$@"; do
    [ "${known%:*}" != "$file" ] || offset=${known##*:}
  done
  length=$(($(wc -c <"$file") - offset))
  [ "$length" -gt 0 ] || continue
  [ "$length" -le "$most" ] || length=$most
  echo "$file $offset $length"
  tail -c "+$((offset + 1))" "$file" | head -c "$length"
done
echo "state ${state%\"*}"
