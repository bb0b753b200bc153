# shellcheck shell=sh
# Counts what hours of work would leave: a controller with trials back to back, and others that apply and reset meanwhile.
# usage: soak [MINUTES [HOSTS]]; sourced by dev/bench   (10 minutes, 100 hosts)
# stdout: a table
# stderr: what it does
# exit codes: 0 nothing is left, 1 something is, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root

# soak_hosts PROCESS...: of the hosts with these first processes, a name and a number on each line
soak_hosts() {
  host_processes "$@" >"$work/processes"
  echo "processes in the hosts: $(wc -l <"$work/processes")"
  echo "namespaces that these are in: $(sed 's|.*|/proc/&/ns|' "$work/processes" | xargs -I FOLDER find FOLDER -type l -exec readlink {} + | sort -u | wc -l)"
  echo "named namespaces of the rig: $(find /run/netns -name "*$name*" 2>/dev/null | wc -l)"
  echo "mounts of the rig on the machine: $(grep -c "$name" /proc/self/mounts)"
  echo "mounts in the hosts: $(for first; do cat "/proc/$first/mounts"; done | wc -l)"
  echo "files below /run/pilab in the hosts: $(for first; do find "/proc/$first/root/run/pilab"; done | wc -l)"
}

# soak_fewest FOLDER: of the controller's, over two seconds; a thread or a file of the moment is not counted
soak_fewest() {
  for _ in 1 2 3 4 5 6 7 8 9 10; do
    find "/proc/$controller/$1" -mindepth 1 -maxdepth 1 | wc -l
    sleep 0.2
  done | sort -n | head -n 1
}

# soak_controller: the same of the one with the trials; the heap is what a collection leaves, and asking for it costs a
# thread and a file
soak_controller() {
  echo "heap of the controller, MB: $("$JAVA_HOME/bin/jcmd" "$controller" GC.class_histogram | awk '$1 == "Total" { printf "%.0f", $3 / 1e6 }')"
  echo "threads of the controller: $(soak_fewest task)"
  echo "open files of the controller: $(soak_fewest fd)"
  echo "resident size of the controller, MB: $(awk '/^VmRSS/ { printf "%.0f", $2 / 1024 }' "/proc/$controller/status")"
}

soak_trials() { find "$work/runs" -name trial.json 2>/dev/null | wc -l; }

# soak_until TRIALS: until as many are done
soak_until() {
  while [ "$(soak_trials)" -lt "$1" ]; do
    kill -0 "$controller" 2>/dev/null || { cat "$work/run" >&2 && return 1; }
    sleep 0.5
  done
}

# soak_inside MINUTES: at the controller's place; cycles of apply and reset, and the controller's numbers before and after
soak_inside() {
  find_java
  finish=$(($(date +%s) + $1 * 60)) cycles=0
  "$root/pilab" run -q -f "$work/lab.yaml" --runs "$work/runs" --pair h1 "$work/scenario.yaml" >"$work/run" 2>&1 &
  controller=$!
  soak_until 3 && soak_controller >"$work/controller.before" || return 1
  while :; do
    seconds "$root/pilab" apply -q -f "$work/rest.yaml" >>"$work/applies" &&
      seconds "$root/pilab" reset -q -f "$work/rest.yaml" >>"$work/resets" || return 1
    cycles=$((cycles + 1))
    say "cycle $cycles, trial $(soak_trials), $((finish - $(date +%s))) s left"
    [ "$(date +%s)" -lt "$finish" ] || break
  done
  echo "$cycles $(soak_trials)" >"$work/cycles"
  soak_until $(($(soak_trials) + 1)) && soak_controller >"$work/controller.after" || return 1
  kill -TERM "$controller"
  code=0
  wait "$controller" || code=$?
  [ "$code" = 143 ] || { cat "$work/run" >&2 && return 1; }
}

# soak_rows WHAT: of the files WHAT.before and WHAT.after; the record of each trial stays in the heap until the run's end
soak_rows() {
  while IFS=: read -r what before; do
    before=${before# } equal=equal
    after=$(awk -F ': ' -v what="$what" '$1 == what { print $2 }' "$work/$1.after")
    case $what in
      heap* | resident*) equal= ;;
      *) [ "$after" = "$before" ] || equal=missed missed=1 ;;
    esac
    printf '| %s | %s | %s | %s |\n' "$what" "$before" "$after" "$equal"
  done <"$work/$1.before"
}

soak() {
  work=$(mktemp -d) missed=0 name=bench-$$
  export work
  lab_of "${2-100}" "$name" >"$work/lab.yaml"
  lab_of "${2-100}" "$name" 3 >"$work/rest.yaml"
  pair_scenario soak 3 1000 mptcp | sed 's/, to: server.eth0//' >"$work/scenario.yaml"
  raise_rig
  # shellcheck disable=SC2046 # numbers
  set -- "${1-10}" "${2-100}" $(rig_hosts)
  minutes=$1 hosts=$2
  shift 2
  say "one cycle before the first count"
  in_rig "$root/dev/bench" inside soak_inside 0 || exit 3
  soak_hosts "$@" >"$work/hosts.before"
  rm -rf "$work/runs"
  in_rig "$root/dev/bench" inside soak_inside "$minutes" || exit 3
  soak_hosts "$@" >"$work/hosts.after"
  read -r cycles trials <"$work/cycles"
  printf '| %s hosts, %s min: %s trials on a pair, %s times apply and reset on the others | before | after | |\n|---|---|---|---|\n' \
    "$hosts" "$minutes" "$trials" "$cycles"
  soak_rows hosts
  soak_rows controller
  verdict "heap of the controller, MB for each trial" \
    "$(awk -v trials="$trials" -F ': ' '/^heap/ { heap[FILENAME] = $2 } END { print (heap[ARGV[2]] - heap[ARGV[1]]) / trials }' \
      "$work/controller.before" "$work/controller.after")" 0.1
  verdict "resident size of the controller" "$(sed -n 's/^resident.*: //p' "$work/controller.after")" 256 " MB"
  return "$missed"
}
