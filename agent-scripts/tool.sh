# shellcheck shell=sh
# The body of a share with traffic: it runs the tool, and starts the timeline at the first byte of its report.
# usage: . "$here/tool.sh", which ends the caller; trial.sh does, with its monitors running
# stdout: nothing
# stderr: what failed
# exit codes: 0 the traffic ran and ended, 1 it did not
# shellcheck disable=SC2154,SC2317 # set by the caller; called by soon
# t = 0 is the first byte of the tool's "start" event: it prints it when its streams are connected and data begins.
# Other text may come before it.
reader() {
  newline='
'
  # Every offset counts from here: a busy host must not hold it back.
  # shellcheck disable=SC2016 # that shell's parent is this process
  [ -z "$real_time" ] || chrt -f -p 50 "$(exec sh -c 'echo "$PPID"')" || :
  while first=$(dd bs=1 count=1 2>/dev/null && echo .) && [ "$first" != . ]; do
    now=$(date +%s%N)
    first=${first%.}
    rest=
    [ "$first" = "$newline" ] || IFS= read -r rest || :
    printf '%s\n' "${first%"$newline"}$rest" >>traffic.jsonl
    case "$first$rest" in
      *'{"event":"start"'*)
        ms=${rest#*'"timemillisecs":'}
        ms=${ms%%[!0-9]*}
        printf '{"time":%s,"event":"start","traffic_time_ms":%s}\n' "$now" "${ms:-null}" >>agent.jsonl
        # shellcheck disable=SC2086 # three words, or none
        $real_time sh "$here/timeline.sh" run "$dir" "$now" >>agent.jsonl 2>>timeline.err &
        break
        ;;
    esac
  done
  cat >>traffic.jsonl
}

# Whether the monitor told of the end of each MPTCP connection of the traffic that it saw begin. The kernel does so a
# little after the tool has ended, and on a client not always.
closed() {
  awk -v port="[sd]port=$port( |\$)" '
    { token = ""; for (i = 1; i <= NF; i++) if ($i ~ /^token=/) token = $i }
    / CREATED\]/ && $0 ~ port { open[token] }
    / CLOSED\]/ { delete open[token] }
    END { for (token in open) exit 1 }' mptcp.txt
}

# Nobody else reads what the traffic says: the shell opens it, as root.
mkfifo -m 600 traffic.fifo
begun=$(uptime_seconds)
# iperf3 needs no privilege, and its server has had holes. It may hang for minutes.
# shellcheck disable=SC2046 # one word an argument; none holds a blank
nobody "$limit" "$(setting traffic)" $(setting argument) >traffic.fifo 2>traffic.err &
traffic=$!
reader <traffic.fifo &
reading=$!
case " $(setting argument | tr '\n' ' ')" in
  *' -s '*) if soon 250 listening; then log '"event":"listening"'; fi ;;
esac
code=0
wait "$traffic" || code=$?
case "$code" in
  124 | 137) [ $(($(uptime_seconds) - begun)) -lt "$limit" ] || log "\"event\":\"watchdog\",\"limit\":$limit" ;;
esac
wait "$reading" || :
soon 25 closed || :
log "\"event\":\"traffic-end\",\"code\":$code"
exit "$((code > 0))"
