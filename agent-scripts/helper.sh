# shellcheck shell=sh
# The body of a share without traffic: it waits until it is told of t = 0, fires its faults, and stays for its time.
# usage: . "$here/helper.sh", which ends the caller; trial.sh does, with its monitors running
# stdout: nothing
# stderr: what failed
# exit codes: 0 it was told, or its time is over
# shellcheck disable=SC2154,SC2094 # set by the caller; the file is whole before it is read
begun=$(uptime_seconds)
mkfifo -m 600 zero.fifo
log '"event":"ready"'
timeout --foreground "$limit" cat zero.fifo || exit 0
rm zero.fifo
read -r zero uncertainty <zero
printf '{"time":%s,"event":"zero","uncertainty":%s}\n' "$zero" "$uncertainty" >>agent.jsonl
# shellcheck disable=SC2086 # three words, or none
$real_time sh "$here/timeline.sh" run "$dir" "$zero" >>agent.jsonl 2>>timeline.err || :
left=$((limit - ($(uptime_seconds) - begun)))
[ "$left" -le 0 ] || sleep "$left"
exit 0
