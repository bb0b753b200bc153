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

# lab_of HOSTS NAME [FIRST]: a lab file of the hosts h1 (or hFIRST) to hHOSTS in pairs, two interfaces each, on stdout
lab_of() {
  printf 'lab: %s\nssh: { user: pi }\niperf3: { source: package }\n' "$2"
  printf 'mptcp: { limits: { subflows: 2, add_addr_accepted: 4 }, routing: per-source }\n'
  printf 'rig: { links: { eth0: 1gbit, wlan0: 1gbit } }\nhosts:\n'
  number=$((${3-1} - 1))
  while [ "$number" -lt "$1" ]; do
    number=$((number + 1)) role=client
    [ $((number % 2)) = 1 ] || role=server
    printf '  h%s:\n    role: %s\n    address: 10.77.0.%s\n    interfaces:\n' "$number" "$role" "$number"
    printf '      eth0: { address: 10.77.0.%s/24, endpoint: [signal] }\n' "$number"
    printf '      wlan0: { address: 10.77.1.%s/24, endpoint: [subflow] }\n' "$number"
  done
  echo pairs:
  number=$((${3-1} - 1))
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

# pair_lab: the lab of the blog's pair on a rig, on stdout
pair_lab() { sed "s/^lab: .*/lab: bench-$$/; s/source: auto.*/source: package/" "$root/lab.yaml.example"; }

# pair_scenario NAME SECONDS REPEATS ARM: traffic at 0.1 s reports, on stdout
pair_scenario() {
  printf 'scenario: %s\ntraffic: { tool: iperf3, duration: %ss, interval: 0.1s, to: server.eth0 }\n' "$1" "$2"
  printf 'arms: [%s]\nrepeat: %s\ntimeline: []\nexpect: [{ survives: true }]\n' "$4" "$3"
}

# raise_rig: of $work/lab.yaml, until the bench ends
raise_rig() {
  trap tidy_rig EXIT
  trap 'exit 3' INT TERM HUP
  say "raising the rig"
  "$root/pilab" rig up -q -f "$work/lab.yaml" || exit 3
}

# shellcheck disable=SC2317 # called by the trap
tidy_rig() {
  "$root/pilab" rig down -q -f "$work/lab.yaml" || :
  rm -rf "$work"
}

# in_rig COMMAND...: at the controller's place in the rig's network
in_rig() { "$root/pilab" rig exec -f "$work/lab.yaml" -- "$@"; }

# run_in_rig [OPTION...] SCENARIO: with its record in $work/runs; a failed expectation is no failure of the bench
run_in_rig() {
  code=0
  in_rig "$root/pilab" run -q -f "$work/lab.yaml" --runs "$work/runs" "$@" >"$work/last" 2>&1 || code=$?
  [ "$code" -le 1 ] || { tail -n 30 "$work/last" >&2 && echo "dev/bench: exit code $code: pilab run $*" >&2 && return 1; }
}

# newest_run: its folder
newest_run() { find "$work/runs" -mindepth 1 -maxdepth 1 -type d | sort | tail -n 1; }

# rig_hosts: the first process of each host of the rig, as the machine numbers them
rig_hosts() { "$root/pilab" rig status -f "$work/lab.yaml" | awk '$2 == "up" { print $3 }'; }

# host_processes PROCESS...: those that are in the same hosts as these
host_processes() {
  for first; do readlink "/proc/$first/ns/pid"; done >"$work/namespaces"
  for process in /proc/[0-9]*; do
    namespace=$(readlink "$process/ns/pid" 2>/dev/null) || continue
    ! grep -qxF "$namespace" "$work/namespaces" || echo "${process#/proc/}"
  done
}

# pair_ssh ADDRESS COMMAND...: as pi, at the controller's place
pair_ssh() {
  address=$1
  shift
  ssh -F none -i "$PILAB_SSH_IDENTITY" -o "UserKnownHostsFile=$PILAB_SSH_KNOWN_HOSTS" -o BatchMode=yes "pi@$address" "$@"
}
