# shellcheck shell=sh
# Measures what a trial costs beyond its traffic, by the times in the run's journal.
# usage: trial [ROUNDS]; sourced by dev/bench   (3 rounds)
# stdout: a table
# stderr: what it does
# exit codes: 0 the targets are met, 1 one is missed, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root

# trial_times SECONDS < JOURNAL: a line for each trial: how long from its snapshot to the end of its verification, from its
# snapshot to the next one's, and from its traffic's start to its stop, each without the traffic's seconds; "-" without a next
trial_times() {
  awk -v traffic="$1" '
    function seconds(text, part) { # since midnight
      match(text, /T[0-9:.]+Z/)
      split(substr(text, RSTART + 1, RLENGTH - 2), part, ":")
      return part[1] * 3600 + part[2] * 60 + part[3]
    }
    function took(text) { match(text, /"took":[0-9.E-]+/); return substr(text, RSTART + 7, RLENGTH - 7) + 0 }
    function span(from, to) { return (to < from ? to + 86400 : to) - from - traffic }
    match($0, /[0-9]+-(mptcp|tcp)"/) { trial = substr($0, RSTART, RLENGTH - 1) }
    /snapshot.sh","capture"/ && !(trial in begun) { order[++trials] = trial; begun[trial] = seconds($0) }
    /restore.sh","forget"/ && (seconds($0) + took($0) > ended[trial]) { ended[trial] = seconds($0) + took($0) }
    /"host":"client".*experiment.sh","go"/ { started[trial] = seconds($0) + took($0) }
    /"host":"client".*experiment.sh","stop"/ && !(trial in stopped) { stopped[trial] = seconds($0) }
    END {
      for (i = 1; i <= trials; i++) {
        next_one = i < trials ? span(begun[order[i]], begun[order[i + 1]]) : "-"
        print span(begun[order[i]], ended[order[i]]), next_one, span(started[order[i]], stopped[order[i]])
      }
    }'
}

# trial_run SCENARIO SECONDS [OPTION...]: its lines of times in $work/times
trial_run() {
  scenario=$1 traffic=$2
  shift 2
  run_in_rig "$@" "$work/$scenario.yaml" || exit 3
  trial_times "$traffic" <"$(newest_run)/journal.jsonl" >"$work/times"
}

# trial_bare: at the controller's place; how long a trial's iperf3 takes by itself beyond its 2 seconds, on
# stdout. The hosts have endpoints, as in a trial: what two full queues hold is drained after the seconds.
trial_bare() {
  pair_ssh 172.31.0.218 "iperf3 -s -1 -B 0.0.0.0 -p 5201 -i 0.1 --json-stream >/dev/null; date +%s%N" >"$work/ended" &
  server=$!
  until pair_ssh 172.31.0.218 ss -Hltn 'sport = :5201' | grep -q .; do sleep 0.1; done
  pair_ssh 172.31.0.133 "date +%s%N; iperf3 -c 172.31.0.218 -B 172.31.0.133 -p 5201 -t 2 -i 0.1 --connect-timeout 5000 \
    --json-stream --mptcp >/dev/null" >"$work/begun" || return 1
  wait "$server" && paste "$work/begun" "$work/ended" | awk '{ printf "%.3f\n", ($2 - $1) / 1e9 - 2 }'
}

started() { awk '/^processes / { print $2 }' /proc/stat; } # since the machine's boot

trial() {
  work=$(mktemp -d) missed=0 round=0
  export work
  need_programs ssh=openssh-client
  pair_lab >"$work/lab.yaml"
  pair_scenario six 2 6 mptcp >"$work/six.yaml"
  pair_scenario one 10 1 mptcp >"$work/one.yaml"
  cp "$root/scenarios/wlan0-down.yaml" "$work/hang.yaml"
  raise_rig
  while [ "$round" -lt "${1-3}" ]; do
    round=$((round + 1))
    in_rig "$root/pilab" apply -q -f "$work/lab.yaml" >/dev/null
    in_rig "$root/dev/bench" inside trial_bare >>"$work/bare" || exit 3
    in_rig "$root/pilab" reset -q -f "$work/lab.yaml" >/dev/null
    before=$(started)
    trial_run six 2
    echo "$before $(started)" | awk '{ print ($2 - $1) / 6 }' >>"$work/started"
    awk '$2 != "-" { print $2 }' "$work/times" >>"$work/between"
    say "round $round of ${1-3}: between two trials $(tail -n 1 "$work/between") s"
    trial_run one 10
    cut -d ' ' -f 1 "$work/times" >>"$work/whole"
    say "round $round of ${1-3}: around a trial of 10 s $(tail -n 1 "$work/whole") s"
    trial_run hang 10 --arm tcp
    cut -d ' ' -f 3 "$work/times" >>"$work/hung"
    say "round $round of ${1-3}: waited $(tail -n 1 "$work/hung") s for an iperf3 that hangs"
  done
  printf '| a trial beyond its traffic, %s rounds | median | target | |\n|---|---|---|---|\n' "$round"
  printf '| iperf3 itself, beyond its seconds | %.3f s | | |\n' "$(median "$work/bare")"
  printf '| processes that a trial of 2 s starts, both hosts | %.0f | | |\n' "$(median "$work/started")"
  verdict "from snapshot to verified, trial of 10 s" "$(median "$work/whole")" 1.2 " s"
  printf '| from a trial of a run to its next one | %.3f s | | |\n' "$(median "$work/between")"
  verdict "the same without what iperf3 itself takes" "$(echo "$(median "$work/between") $(median "$work/bare")" | awk '{ print $1 - $2 }')" 0.8 " s"
  verdict "tcp arm of the demo: from the traffic's planned end to its stop" "$(median "$work/hung")" 1.5 " s"
  return "$missed"
}
