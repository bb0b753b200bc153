# shellcheck shell=sh
# The body of a share with traffic: it runs the tool, and starts the timeline at the first byte of its report.
# usage: . "$here/tool.sh", which ends the caller; trial.sh does, with its monitors running
# stdout: nothing
# stderr: what failed
# exit codes: 0 the traffic ran and ended, 1 it did not
# shellcheck disable=SC2154 # set by the caller
# t = 0 is the first byte of the tool's "start" event: it prints it when its streams are connected and data begins.
reader() {
  first=$(dd bs=1 count=1 2>/dev/null)
  now=$(date +%s%N)
  IFS= read -r rest || :
  [ -z "$first$rest" ] || printf '%s%s\n' "$first" "$rest" >>traffic.jsonl
  case "$first$rest" in
    '{"event":"start"'*)
      ms=${rest#*'"timemillisecs":'}
      ms=${ms%%[!0-9]*}
      printf '{"time":%s,"event":"start","traffic_time_ms":%s}\n' "$now" "${ms:-null}" >>agent.jsonl
      # shellcheck disable=SC2086 # three words, or none
      $real_time sh "$here/timeline.sh" run "$dir" "$now" >>agent.jsonl 2>>timeline.err &
      ;;
  esac
  cat >>traffic.jsonl
}

mkfifo traffic.fifo
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
log "\"event\":\"traffic-end\",\"code\":$code"
exit "$((code > 0))"
