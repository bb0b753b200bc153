# shellcheck shell=sh
# The body of one trial on one host, with its traffic or, on a helper, without.
# usage: . "$here/lib/trial.sh", after lib/common.sh, lib/process.sh, lib/state.sh and lib/iperf3.sh
#   experiment.sh sources it, sets run, trial, dir and here, has the functions log and setting, and calls run_trial.
# stdout: nothing; everything goes to files of the trial's folder, agent.jsonl being its own log
# stderr: what failed
# exit codes: of run_trial: 0 the traffic ran and ended (a helper: its time is over), 1 it did not
# shellcheck disable=SC2154,SC2317 # set by experiment.sh; called by soon and by the traps

listening() { [ -n "$(ss -Htln "sport = :$port")" ]; }

# The monitor's socket has joined a group: nothing is missed from here on.
subscribed() {
  awk -v pid="$1" '$3 == pid && $4 != "00000000" { found = 1 } END { exit !found }' "$proc/net/netlink"
}
subscribed_or_gone() { subscribed "$1" || ! start_time "$1" >/dev/null; }

# soon TRIES COMMAND...: asks every 20 ms
soon() {
  tries=$1
  shift
  until "$@"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.02
  done
}

finish() {
  trap - EXIT
  trap '' TERM INT HUP
  kill -TERM "-$$" || : # all of the group but this shell, also a timeline that would fire another fault
  [ -s netstat-after.txt ] || cat "$proc/net/netstat" >netstat-after.txt
  log '"event":"done"'
  : >finished
}

refuse_used_port() {
  if [ -z "$port" ] || ! listening; then return 0; fi
  holder=$(ss -Htlnp "sport = :$port" | tr -cd 'A-Za-z0-9:._,=() -' | tr -s ' ')
  log "\"event\":\"refused\",\"reason\":\"port $port is in use: $holder\""
  : >finished
  exit 1
}

start_monitors() {
  # shellcheck disable=SC2086 # three words, or none
  TZ=UTC $real_time ip -ts mptcp monitor >mptcp.txt 2>mptcp.err &
  mptcp_monitor=$!
  # shellcheck disable=SC2086 # the same
  TZ=UTC $real_time ip -ts -o monitor link >link.txt 2>link.err &
  link_monitor=$!
  # shellcheck disable=SC2046 # one word an interface
  [ -z "$(setting interface)" ] || sh "$here/sampler.sh" run 0.2 $(setting interface) >counters.jsonl 2>sampler.err &
}

await_monitors() {
  for monitor in "$mptcp_monitor" "$link_monitor"; do
    soon 50 subscribed_or_gone "$monitor" || :
    subscribed "$monitor" || log '"event":"warning","reason":"a monitor may have missed the first events"'
  done
}

# A tool whose own connection is cut for good waits for an answer that cannot come: it is ended so long after t = 0.
end_hanging() { # MS
  sleep "$(($1 / 1000)).$(printf %03d $(($1 % 1000)))"
  log "\"event\":\"watchdog\",\"hangs_ms\":$1"
  kill -TERM "$traffic"
}

# Reads the tool's report. t = 0 is the first byte of its "start" event: the tool prints it when its streams are connected
# and data begins. Other text may come before it.
read_report() {
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
        [ -z "$hangs" ] || end_hanging "$hangs" <&- &
        break
        ;;
    esac
  done
  cat >>traffic.jsonl
}

# Whether the monitor saw the end of each MPTCP connection of the traffic that it saw begin. The kernel reports it when
# the tool closes the connection, and on a client not always.
closed() {
  awk -v port="[sd]port=$port( |\$)" '
    { token = ""; for (i = 1; i <= NF; i++) if ($i ~ /^token=/) token = $i }
    / CREATED\]/ && $0 ~ port { open[token] }
    / CLOSED\]/ { delete open[token] }
    END { for (token in open) exit 1 }' mptcp.txt
}

# Waits for experiment.sh to tell it: to write the file of that name, and into the pipe beside it. Fails after the limit.
await_told() { # NAME
  mkfifo -m 600 "$1.fifo"
  exec 3<>"$1.fifo" # what is written stays until it is read
  log '"event":"ready"'
  [ -e "$1" ] || timeout --foreground "$limit" head -n 1 <&3 >"$1.heard" || return 1
  exec 3<&-
  rm -f "$1.fifo" "$1.heard"
}

# Runs the tool, and starts the timeline at the first byte of its report.
run_traffic() {
  if grep -qx waits spec; then await_told go || exit 1; fi
  # The shell opens the pipe, as root: nobody else reads what the traffic prints.
  mkfifo -m 600 traffic.fifo
  begun=$(uptime_seconds)
  # iperf3 needs no privilege, and security holes were found in its server. It may hang for minutes.
  # shellcheck disable=SC2046 # one word an argument; none holds a blank
  nobody "$limit" "$(setting traffic)" $(setting argument) >traffic.fifo 2>traffic.err &
  traffic=$!
  read_report <traffic.fifo &
  reading=$!
  if grep -qx listens spec && soon 250 listening; then log '"event":"listening"'; fi
  code=0
  wait "$traffic" || code=$?
  case "$code" in
    124 | 137) [ $(($(uptime_seconds) - begun)) -lt "$limit" ] || log "\"event\":\"watchdog\",\"limit\":$limit" ;;
  esac
  wait "$reading" || :
  soon 5 closed || :
  log "\"event\":\"traffic-end\",\"code\":$code"
  exit "$((code > 0))"
}

# A share without traffic: waits for the client's t = 0 (experiment.sh zero), fires its faults, and stays for its time.
run_helper() {
  begun=$(uptime_seconds)
  await_told zero || exit 0
  # shellcheck disable=SC2094 # the file is whole before it is read
  read -r zero uncertainty <zero
  printf '{"time":%s,"event":"zero","uncertainty":%s}\n' "$zero" "$uncertainty" >>agent.jsonl
  # shellcheck disable=SC2086 # three words, or none
  $real_time sh "$here/timeline.sh" run "$dir" "$zero" >>agent.jsonl 2>>timeline.err || :
  left=$((limit - ($(uptime_seconds) - begun)))
  [ "$left" -le 0 ] || sleep "$left"
  exit 0
}

run_trial() {
  cd "$dir" || exit 1
  port=$(setting port)
  limit=$(setting limit)
  hangs=$(setting hangs)
  refuse_used_port
  # A busy host must neither hold back the faults nor the time stamps that tell when they happened.
  if chrt -f 50 true 2>/dev/null; then real_time="chrt -f 50"; else real_time=; fi
  : >traffic.jsonl
  save_state "$dir" ||
    log '"event":"warning","reason":"the state cannot be read: what a heal brings back will lack something"'
  cat "$proc/net/netstat" >netstat-before.txt
  # From here on: a fork that fails ends this shell, and nothing may go on without it.
  trap finish EXIT
  trap 'exit 1' TERM INT HUP
  start_monitors
  await_monitors
  if [ -n "$(setting traffic)" ]; then run_traffic; else run_helper; fi
}
