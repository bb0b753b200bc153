# shellcheck shell=sh
# Counts what runs and applies back to back leave, on the machine and in the hosts.
# usage: soak [MINUTES [HOSTS]]; sourced by dev/bench   (10 minutes, 20 hosts)
# stdout: a table
# stderr: what it does
# exit codes: 0 nothing is left, 1 something is, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root

# soak_cycle: a run on one pair, then all hosts configured and taken back
soak_cycle() {
  run_in_rig --pair h1 "$work/scenario.yaml" &&
    seconds in_rig "$root/pilab" apply -q -f "$work/lab.yaml" >>"$work/applies" &&
    seconds in_rig "$root/pilab" reset -q -f "$work/lab.yaml" >>"$work/resets"
}

# soak_counts PROCESS...: of the hosts with these first processes, a name and a number on each line
soak_counts() {
  host_processes "$@" >"$work/processes"
  echo "processes in the hosts: $(wc -l <"$work/processes")"
  echo "namespaces that these are in: $(sed 's|.*|/proc/&/ns|' "$work/processes" | xargs -I FOLDER find FOLDER -type l -exec readlink {} + | sort -u | wc -l)"
  echo "named namespaces of the rig: $(find /run/netns -name "*bench-$$*" 2>/dev/null | wc -l)"
  echo "mounts of the rig on the machine: $(grep -c "bench-$$" /proc/self/mounts)"
  echo "mounts in the hosts: $(for first; do cat "/proc/$first/mounts"; done | wc -l)"
  echo "files below /run/pilab in the hosts: $(for first; do find "/proc/$first/root/run/pilab"; done | wc -l)"
}

soak() {
  work=$(mktemp -d) missed=0 cycles=0
  lab_of "${2-20}" "bench-$$" >"$work/lab.yaml"
  pair_scenario soak 2 1 mptcp | sed 's/, to: server.eth0//' >"$work/scenario.yaml"
  raise_rig
  # shellcheck disable=SC2046 # numbers
  set -- "${1-10}" "${2-20}" $(rig_hosts)
  minutes=$1 hosts=$2
  shift 2
  say "one cycle before the first count"
  soak_cycle && soak_counts "$@" >"$work/before" || exit 3
  finish=$(($(date +%s) + minutes * 60))
  while [ "$(date +%s)" -lt "$finish" ]; do
    soak_cycle || exit 3
    cycles=$((cycles + 1))
    say "cycle $cycles, $((finish - $(date +%s))) s left"
  done
  soak_counts "$@" >"$work/after" || exit 3
  printf '| %s hosts, %s cycles of run, apply and reset | before | after | |\n|---|---|---|---|\n' "$hosts" "$cycles"
  while IFS=: read -r what before; do
    after=$(awk -F ': ' -v what="$what" '$1 == what { print $2 }' "$work/after")
    equal=equal
    [ "$after" = "${before# }" ] || equal=missed missed=1
    printf '| %s | %s | %s | %s |\n' "$what" "${before# }" "$after" "$equal"
  done <"$work/before"
  return "$missed"
}
