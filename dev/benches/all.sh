# shellcheck shell=sh
# Measures everything but the endings, and writes docs/performance.md.
# usage: all [NAME...]; sourced by dev/bench   (about 40 minutes; with names, the other benches' figures stay as they are)
# stdout: the tables
# stderr: what it does
# exit codes: 0 the targets are met, 1 one is missed, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root

# The benches with their arguments, and what each shows.
all_benches() {
  cat <<'END'
startup 9|The start of the command line, warm, beside a Java that does nothing. `validate` reads two YAML files, which is what it takes longer than `--help`.
trial 2|A trial's own work on the hosts, by the times in the run's journal. The rig has the pair of `lab.yaml.example`. What is missed is the start of processes: controller and both hosts share this machine's cores. iperf3 drains the queues of both paths after its seconds.
overhead 3|The pair's goodput in a trial and with the same iperf3 by hand, in turn.
provision 40 3|`plan` and `apply` beside Ansible and bare ssh, in turn. The bench counts the programs that a host starts. The login is the floor, since all hosts are on this machine's two cores: the first row. The targets of the second apply and of `plan` are shares of the first one, from a time when that took 14 s. Both take little more than the login, so no further share of a first one of 4 to 5 s can be saved. Against Ansible and bare ssh, what is missed are the programs of the hosts: 40 times 86 of them start on two cores.
analyse 1 10 100 1000|`pilab show` of a record. All trials are copies of one of 10 s with 0.1 s reports.
rig 2 10 40|The virtual rig itself.
pairs 50|One pair in each of several controllers at once, with 0.1 s reports. Fifty controllers and a hundred iperf3 share two cores (see the load): a report that comes late there is merged with the next one.
soak 10 100|What is left after ten minutes: one controller runs trials on a pair, and others apply and reset all other hosts meanwhile.
timing 20|How punctual a fault is, beside two busy loops. [Timing](timing.md) explains the three ways.
END
}

all_machine() {
  # shellcheck disable=SC1091 # the machine's
  system=$(. /etc/os-release && echo "$PRETTY_NAME")
  cat <<END
# Performance

\`dev/bench all\` measures pilab and writes this page. It needs root, and raises virtual rigs of its own. A missed target is in the
table as missed. Other work on the machine makes every time longer, so each section has the load average.

| the machine | |
|---|---|
| processor | $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores |
| memory | $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB |
| kernel | $(uname -r) |
| system | $system |
END
}

all_load() { cut -d ' ' -f 1 /proc/loadavg; }

# all_section WORDS TEXT: measures, and writes the bench's section; returns the bench's exit code
all_section() {
  say "dev/bench $1"
  code=0 load=$(all_load)
  # shellcheck disable=SC2086 # words
  "$root/dev/bench" $1 >"$work/table" </dev/null || code=$?
  cat "$work/table"
  {
    printf '\n## %s\n\n%s\n\n    sudo dev/bench %s\n\n' "${1%% *}" "$2" "$1"
    printf 'Commit %s. The load average was %s before and %s after.\n\n' "$(commit)" "$load" "$(all_load)"
    [ "$code" -le 1 ] || printf 'It broke, with exit code %s.\n\n' "$code"
    if grep -q '^|' "$work/table"; then cat "$work/table"; else sed '/^{/d; s/^/    /' "$work/table"; fi
  } >"$work/section.${1%% *}"
  return "$code"
}

# all_page: with the sections that were measured, and the others as they were
all_page() {
  all_machine
  while IFS='| ' read -r name _; do
    if [ -f "$work/section.$name" ]; then
      cat "$work/section.$name"
    else
      awk -v name="$name" '/^## / { its = $2 == name; if (its) print "" } its' "$work/before" | sed -e :a -e '/^\n*$/{$d;N;ba' -e '}'
    fi
  done <"$work/benches"
}

all() {
  work=$(mktemp -d) worst=0 page=$root/docs/performance.md
  trap 'rm -rf "$work"' EXIT
  trap 'exit 3' INT TERM HUP
  all_benches >"$work/benches"
  for name; do grep -q "^$name " "$work/benches" || usage; done
  cat "$page" >"$work/before" 2>/dev/null || :
  while IFS='|' read -r words text; do
    [ $# = 0 ] || echo " $* " | grep -qF " ${words%% *} " || continue
    code=0
    all_section "$words" "$text" || code=$?
    [ "$code" -le "$worst" ] || worst=$code
    all_page >"$work/page"
    cat "$work/page" >"$page"
  done <"$work/benches"
  chown --reference="$root" "$page"
  say "written: docs/performance.md"
  return "$worst"
}
