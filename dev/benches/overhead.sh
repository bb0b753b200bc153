# shellcheck shell=sh
# Measures goodput and CPU of a trial against a bare iperf3 with the same arguments in the same rig, in turn.
# usage: overhead [ROUNDS]; sourced by dev/bench   (5 rounds)
# stdout: a table
# stderr: what it does
# exit codes: 0 the target is met, 1 it is missed, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root

# overhead_cpu: the seconds that the hosts' processes have used until now, those that have ended among them
overhead_cpu() {
  # shellcheck disable=SC2086 # numbers
  for process in $(host_processes $overhead_hosts); do
    sed 's/.*) //' "/proc/$process/stat" 2>/dev/null || :
  done | awk -v ticks="$(getconf CLK_TCK)" '{ used += $12 + $13 + $14 + $15 } END { printf "%.2f\n", used / ticks }'
}

# overhead_goodput: bits per second of the server's intervals in iperf3's JSON lines
overhead_goodput() {
  sed -n 's/^{"event":"interval",.*"sum":{"start":\([0-9.e-]*\),"end":\([0-9.e-]*\),"seconds":[0-9.e-]*,"bytes":\([0-9]*\),.*/\2 \3/p' |
    awk '{ bytes += $2; if ($1 > last) last = $1 } END { if (!last) exit 1; printf "%.0f\n", bytes * 8 / last }'
}

# overhead_bare: at the controller's place; what a trial starts, without pilab
overhead_bare() {
  pair_ssh 172.31.0.218 iperf3 -s -1 -B 0.0.0.0 -p 5201 -i 0.1 --json-stream >"$work/bare.json" &
  server=$!
  until pair_ssh 172.31.0.218 ss -Hltn 'sport = :5201' | grep -q .; do sleep 0.1; done
  pair_ssh 172.31.0.133 iperf3 -c 172.31.0.218 -B 172.31.0.133 -p 5201 -t 5 -i 0.1 --connect-timeout 5000 --json-stream --mptcp \
    >/dev/null || return 1
  wait "$server"
}

# overhead_measured WAY COMMAND...: runs it; the CPU that the hosts used for it to $work/WAY.cpu
overhead_measured() {
  way=$1 before=$(overhead_cpu)
  shift
  "$@" || return 1
  echo "$before $(overhead_cpu)" | awk '{ print $2 - $1 }' >>"$work/$way.cpu"
}

overhead_round() {
  overhead_measured bare in_rig "$root/dev/bench" inside overhead_bare || return 1
  overhead_goodput <"$work/bare.json" >>"$work/bare" || return 1
  overhead_measured trial run_in_rig "$work/scenario.yaml" || return 1
  overhead_goodput <"$(newest_run)/trials/01-mptcp/raw/server/traffic.jsonl" >>"$work/trial"
}

overhead() {
  work=$(mktemp -d) missed=0 round=0
  export work
  need_programs ssh=openssh-client
  pair_lab >"$work/lab.yaml"
  pair_scenario overhead 5 1 mptcp >"$work/scenario.yaml"
  raise_rig
  overhead_hosts=$(rig_hosts)
  in_rig "$root/pilab" apply -q -f "$work/lab.yaml" >/dev/null || exit 3 # MPTCP is the same for both ways
  while [ "$round" -lt "${1-5}" ]; do
    round=$((round + 1))
    overhead_round || exit 3
    say "round $round of ${1-5}: bare $(tail -n 1 "$work/bare") bit/s, trial $(tail -n 1 "$work/trial") bit/s"
  done
  printf '| a trial of 5 s beside a bare iperf3, %s rounds | median | target | |\n|---|---|---|---|\n' "$round"
  printf '| bare iperf3 | %.1f Mbit/s | | |\n' "$(median "$work/bare" | awk '{ print $1 / 1e6 }')"
  printf '| trial | %.1f Mbit/s | | |\n' "$(median "$work/trial" | awk '{ print $1 / 1e6 }')"
  printf '| CPU of both hosts, bare iperf3 and two logins | %.2f s | | |\n' "$(median "$work/bare.cpu")"
  printf '| CPU of both hosts, trial | %.2f s | | |\n' "$(median "$work/trial.cpu")"
  verdict "goodput, bare to trial" "$(ratio "$work/bare" "$work/trial")" "$(echo 0.98 | awk '{ printf "%.4f", 1 / $1 }')"
  return "$missed"
}
