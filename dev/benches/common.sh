# shellcheck shell=sh
# What the benches share: rigs of many hosts, times, medians, tables.
# usage: . dev/benches/common.sh, with the repository in $root and dev/java.sh sourced
# stdout: what a function's comment names
# stderr: what it does
# exit codes: 3 something broke
# shellcheck disable=SC2154,SC2034 # dev/bench sets root, a bench sets work and reads missed

# need_programs PROGRAM=PACKAGE...: installs what is missing
need_programs() {
  wanted=
  for pair; do
    command -v "${pair%%=*}" >/dev/null || wanted="$wanted ${pair#*=}"
  done
  # shellcheck disable=SC2086 # words
  [ -z "$wanted" ] || install_packages $wanted
}

# lab_of HOSTS NAME: a lab file of so many hosts in pairs, two interfaces each, on stdout
lab_of() {
  printf 'lab: %s\nssh: { user: pi }\niperf3: { source: package }\n' "$2"
  printf 'mptcp: { limits: { subflows: 2, add_addr_accepted: 4 }, routing: per-source }\n'
  printf 'rig: { links: { eth0: 1gbit, wlan0: 1gbit } }\nhosts:\n'
  number=0
  while [ "$number" -lt "$1" ]; do
    number=$((number + 1)) role=client
    [ $((number % 2)) = 1 ] || role=server
    printf '  h%s:\n    role: %s\n    address: 10.77.0.%s\n    interfaces:\n' "$number" "$role" "$number"
    printf '      eth0: { address: 10.77.0.%s/24, endpoint: [signal] }\n' "$number"
    printf '      wlan0: { address: 10.77.1.%s/24, endpoint: [subflow] }\n' "$number"
  done
  echo pairs:
  number=0
  while [ "$number" -lt "$1" ]; do
    number=$((number + 2))
    printf '  - { client: h%s, server: h%s }\n' $((number - 1)) "$number"
  done
}

# seconds COMMAND...: how long it took, on stdout; its output goes to $work/last. Fails when it does.
seconds() {
  begun=$(date +%s%N)
  "$@" >"$work/last" 2>&1 </dev/null || {
    code=$?
    tail -n 20 "$work/last" >&2
    echo "dev/bench: exit code $code: $*" >&2
    return 1
  }
  ended=$(date +%s%N)
  echo "$begun $ended" | awk '{ printf "%.3f\n", ($2 - $1) / 1e9 }'
}

# median FILE: of its numbers, on stdout
median() { sort -n "$1" | awk '{ v[NR] = $1 } END { print NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2 }'; }

# ratio FILE OTHER: the median of the ratios of their lines, which were measured in turn
ratio() { paste "$1" "$2" | awk '{ print $1 / $2 }' >"$work/ratios" && median "$work/ratios"; }

# verdict TEXT VALUE LIMIT [UNIT]: a row of the table; the worst row decides the exit code by $missed
verdict() {
  met=$(echo "$2 $3" | awk '{ print $1 <= $2 ? "met" : "missed" }')
  [ "$met" = met ] || missed=1
  printf '| %s | %s | at most %s | %s |\n' "$1" "$(echo "$2" | awk -v unit="${4-}" '{ printf "%.4g%s", $1, unit }')" "$3${4-}" "$met"
}
