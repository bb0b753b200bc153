# shellcheck shell=sh
# Measures how punctual a fault is, beside two busy loops.
# usage: timing [RUNS]; sourced by dev/bench   (50 runs of 20 s)
# stdout: a table and one JSON object a way
# stderr: what it does
# exit codes: 0 pilab's way is on time (95 % within 5 ms, all within 20 ms), 1 it is not, 3 something broke
#
# timing: actual minus requested, of link-down at 3 s, two busy loops beside it.
# The ways: "pilab" is a fault in the trial's specification; "ssh" a controller that sees t = 0 over SSH, sleeps, and sends the
# command over a connection that is open already; "sleep" a shell on the host that receives t = 0 and sleeps.
# A trial is a run's own: the agent scripts on both hosts, iperf3 with MPTCP after "pilab apply". t = 0 and the actual time are the
# evidence of a run's record as well: the start in agent.jsonl, the stamp of "ip -ts monitor link" in link.txt.
# shellcheck disable=SC2154 # dev/bench sets root
offset=3
agent=/run/pilab/agent/bench
ways=${PILAB_BENCH_WAYS:-pilab ssh sleep}

on() { # on ADDRESS COMMAND...
  address=$1
  shift
  ssh -F none -i "$PILAB_SSH_IDENTITY" -o "UserKnownHostsFile=$PILAB_SSH_KNOWN_HOSTS" -o BatchMode=yes \
    -o ControlMaster=auto -o "ControlPath=$work/%h" -o ControlPersist=yes "pi@$address" "$@"
}
client() { on 172.31.0.133 "$@"; }
# shellcheck disable=SC2317 # called by its name
server() { on 172.31.0.218 "$@"; }

# begin HOST TRIAL SPECIFICATION: captured and armed first, as in a run; nothing starts without
begin() {
  "$1" "sudo sh $agent/snapshot.sh capture bench-$2 && sudo sh $agent/deadman.sh arm bench-$2 120" >/dev/null
  printf '%s\n' "$3" | sed '/^$/d' | "$1" "sudo sh $agent/experiment.sh prepare bench $2 && sudo sh $agent/experiment.sh start bench $2" >/dev/null
}
# until_says HOST TRIAL EVENT: the trial writes it down
until_says() {
  "$1" "tries=300; until grep -qs '\"event\":\"$3\"' /run/pilab/runs/bench/$2/agent.jsonl; do
    tries=\$((tries - 1)); [ \$tries -gt 0 ] || exit 1; sleep 0.1; done" ||
    { echo "dev/bench: trial $2 did not come to $3" >&2 && return 1; }
}
# end HOST TRIAL: ended, and nothing of it left
end() {
  "$1" "sudo sh $agent/experiment.sh stop bench $2; sudo sh $agent/experiment.sh remove bench $2
    sudo sh $agent/restore.sh run bench-$2 && sudo sh $agent/deadman.sh disarm bench-$2 && sudo sh $agent/restore.sh forget bench-$2" >/dev/null 2>&1
}

down="ip link set dev wlan0 down"
# fire WAY TRIAL: the fault of a way that is not the agent's own. tail(1) ends with the next line; by then all has happened.
fire() {
  told="tail -s 0.01 -n +1 -F /run/pilab/runs/bench/$2/agent.jsonl 2>/dev/null | grep -m 1 --line-buffered start"
  case $1 in
    ssh) client "$told" | { read -r _ && sleep "$offset" && client "sudo $down"; } ;;
    sleep) client "sudo sh -c '$told | { read -r _; sleep $offset; $down; }'" ;;
  esac
}

# measure WAY NUMBER: milliseconds by which the fault was late, to $work/WAY
measure() {
  trial=$1-$2 fault=''
  [ "$1" != pilab ] || fault="fault ${offset}000 0 inject link.sh down wlan0"
  begin server "$trial" "traffic /usr/bin/iperf3
port 5201
limit 20
listens
argument -s
argument -1
argument --json-stream"
  until_says server "$trial" listening
  begin client "$trial" "traffic /usr/bin/iperf3
port 5201
limit 20
argument -c
argument 172.31.0.218
argument --json-stream
argument --mptcp
argument -t
argument $((offset + 2))
interface eth0
interface wlan0
$fault"
  fire "$1" "$trial" >/dev/null
  until_says client "$trial" "done"
  client "cd /run/pilab/runs/bench/$trial && grep '\"event\":\"start\"' agent.jsonl && grep -m 1 ' wlan0[@:].*<BROADCAST,MULTICAST[>,]' link.txt" \
    >"$work/evidence" || { echo "dev/bench: trial $trial has no fault" >&2 && return 1; }
  zero=$(sed -n 's/^{"time":\([0-9]*\),.*/\1/p' "$work/evidence")
  stamp=$(sed -n 's/^.*\[\([0-9T:.-]*\)\] [0-9]*: wlan0.*/\1/p' "$work/evidence")
  at=$(date -u -d "$stamp" +%s%N)
  echo "$((at - zero - offset * 1000000000))" >>"$work/$1"
  client "sudo PILAB_SAVED=/run/pilab/runs/bench/$trial sh $agent/link.sh up wlan0" >/dev/null 2>&1
  end client "$trial"
  end server "$trial"
}

# Nanoseconds, one a line, as a row of the table and as JSON; the 95th percentile is the smallest that 95 % do not exceed.
timing_row() {
  sort -n "$work/$1" | awk -v way="$1" -v form="$2" '
    function size(x) { return x < 0 ? -x : x }
    { late[NR] = $1 / 1e6 }
    END {
      median = NR % 2 ? late[(NR + 1) / 2] : (late[NR / 2] + late[NR / 2 + 1]) / 2
      for (i = 1; i <= NR; i++) { # by size: too early is as bad as too late
        for (j = i; j > 1 && off[j - 1] > size(late[i]); j--) off[j] = off[j - 1]
        off[j] = size(late[i])
      }
      rank = int(NR * 0.95); if (rank < NR * 0.95) rank++
      good = off[rank] < 5 && off[NR] < 20
      if (form == "verdict") exit !good
      if (form == "table") format = "%-6s %5d %12.2f %12.2f %12.2f %12.2f\n"
      else format = "{\"way\":\"%s\",\"runs\":%d,\"median_ms\":%.3f,\"p95_ms\":%.3f,\"max_ms\":%.3f,\"earliest_ms\":%.3f}\n"
      printf format, way, NR, median, off[rank], off[NR], late[1]
    }'
}

# At the controller's place in the rig's network.
timing_inside() {
  for host in client server; do
    (cd "$root/agent-scripts" && tar -cf - .) | "$host" "sudo mkdir -p $agent && sudo tar -xf - -C $agent"
  done
  number=0
  while [ "$number" -lt "$1" ]; do
    number=$((number + 1))
    for way in $ways; do measure "$way" "$number"; done
    echo "dev/bench: $number of $1" >&2
  done
  for host in client server; do
    # shellcheck disable=SC2016 # the host expands it
    on "$("$host" 'echo "$SSH_CONNECTION"' | cut -d ' ' -f 3)" -O exit 2>/dev/null || :
  done
}

# shellcheck disable=SC2317 # called by the trap
tidy_timing() {
  # shellcheck disable=SC2086 # numbers
  [ -z "$loops" ] || kill $loops 2>/dev/null || :
  tidy_rig
}

timing() {
  work=$(mktemp -d) loops=''
  export work
  pair_lab >"$work/lab.yaml"
  raise_rig
  trap tidy_timing EXIT
  in_rig "$root/pilab" apply -q -f "$work/lab.yaml" >/dev/null
  for _ in 1 2; do
    (while :; do :; done) &
    loops="$loops $!"
  done
  in_rig "$root/dev/bench" inside timing_inside "${1-50}" || exit 3
  printf '%-6s %5s %12s %12s %12s %12s\n' way runs 'median ms' 'p95 ms' 'max ms' 'earliest ms'
  for way in $ways; do timing_row "$way" table; done
  for way in $ways; do timing_row "$way" json; done
  timing_row pilab verdict
}
