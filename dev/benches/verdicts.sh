# shellcheck shell=sh
# Measures how often a comparison with an earlier run is wrong: reruns of the same, and reruns with a planted regression.
# usage: verdicts [RERUNS]; sourced by dev/bench   (20 reruns of 10 trials of 5 s, about 25 minutes)
# stdout: a table
# stderr: what it does
# exit codes: 0 the targets are met, 1 one is missed, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root

# verdicts_scenario: five seconds, wlan0 down at the second one, on stdout
verdicts_scenario() {
  printf 'scenario: unchanged\ntraffic: { tool: iperf3, duration: 5s, interval: 1s, to: server.eth0 }\narms: [mptcp]\nrepeat: 10\n'
  printf 'timeline:\n  - { at: 2s, on: client, fault: link-down, interface: wlan0 }\n'
  printf 'expect:\n  - { regression: recovery, arm: mptcp }\n  - { regression: stall, arm: mptcp }\n  - { regression: throughput, arm: mptcp }\n'
}

# verdicts_run [OPTION...]: the run's verdict, on stdout
verdicts_run() {
  in_rig "$root/pilab" run -q -f "$work/lab.yaml" --runs "$work/runs" "$@" "$work/unchanged.yaml" >"$work/last" 2>&1 || :
  sed -n 's/^verdict: \([A-Z]*\) .*/\1/p' "$work/last" | grep . || { tail -n 30 "$work/last" >&2 && return 1; }
}

# verdicts_count NAME RUNS: that many runs against the baseline, their verdicts in $work/NAME
verdicts_count() {
  run=0
  : >"$work/$1"
  while [ "$run" -lt "$2" ]; do
    run=$((run + 1))
    verdicts_run --baseline "$baseline" >>"$work/$1" || exit 3
    say "$1, run $run of $2: $(tail -n 1 "$work/$1")"
  done
}

verdicts_row() { # NAME TEXT
  printf '| %s | %s | %s | %s |\n' "$2" "$(grep -c PASS "$work/$1")" "$(grep -c FAIL "$work/$1")" "$(grep -c BROKEN "$work/$1")"
}

verdicts() {
  work=$(mktemp -d) missed=0 reruns=${1-20}
  pair_lab >"$work/lab.yaml"
  verdicts_scenario >"$work/unchanged.yaml"
  raise_rig
  verdicts_run >/dev/null || exit 3
  baseline=$(newest_run)
  say "the earlier run: $baseline"
  verdicts_count unchanged "$reruns"
  "$root/pilab" rig down -q -f "$work/lab.yaml"
  sed -i 's/200mbit/100mbit/g' "$work/lab.yaml"
  "$root/pilab" rig up -q -f "$work/lab.yaml" || exit 3
  verdicts_count halved 3
  printf '| against the same earlier run, 10 trials each | PASS | FAIL | undetermined |\n|---|---|---|---|\n'
  verdicts_row unchanged "unchanged, $reruns runs"
  verdicts_row halved "links of half the rate, 3 runs"
  printf '\n| | measured | target | |\n|---|---|---|---|\n'
  verdict "unchanged reruns that are flagged, of 20" "$(awk -v n="$reruns" '/FAIL/ { f++ } END { print 20 * f / n }' "$work/unchanged")" 1
  verdict "planted regressions that are not" "$(grep -vc FAIL "$work/halved")" 0
  return "$missed"
}
