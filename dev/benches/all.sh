# shellcheck shell=sh
# Measures everything but the endings, shortly, and writes docs/performance.md.
# usage: all; sourced by dev/bench   (about 15 minutes)
# stdout: the tables
# stderr: what it does
# exit codes: 0 the targets are met, 1 one is missed, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root

# The benches with their arguments, and what each shows.
all_benches() {
  cat <<'END'
startup 9|The start of the command line, warm, beside a Java that does nothing.
trial 2|A trial's own work on the hosts, by the times in the run's journal. The rig has the pair of `lab.yaml.example`.
overhead 3|The pair's goodput in a trial and with the same iperf3 by hand, in turn.
provision 10 1|`plan` and `apply` beside Ansible and bare ssh, in turn. The bench counts the programs that a host starts.
analyse 1 10 100 1000|`pilab show` of a record. All trials are copies of one of 10 s with 0.1 s reports.
rig 2 10 40|The virtual rig itself.
pairs 10|One pair in each of several controllers at once, with 0.1 s reports.
soak 1 20|What is left after runs, `apply` and `reset` back to back.
timing 5|How punctual a fault is, beside two busy loops. [Timing](timing.md) explains the three ways.
END
}

all_machine() {
  # shellcheck disable=SC1091 # the machine's
  system=$(. /etc/os-release && echo "$PRETTY_NAME")
  cat <<END
# Performance

\`dev/bench all\` measures pilab and writes this page. It needs root, and raises virtual rigs of its own. A target that is missed
is in the table as missed.

| the machine | |
|---|---|
| processor | $(sed -n 's/^model name[[:space:]]*: //p' /proc/cpuinfo | head -n 1), $(nproc) cores |
| memory | $(awk '/^MemTotal/ { printf "%.0f", $2 / 1048576 }' /proc/meminfo) GiB |
| kernel | $(uname -r) |
| system | $system |
| load average before the first bench and after the last | $1 and $(cut -d ' ' -f 1 /proc/loadavg) |
| commit | $(commit) |
END
}

all() {
  work=$(mktemp -d) worst=0 load=$(cut -d ' ' -f 1 /proc/loadavg)
  trap 'rm -rf "$work"' EXIT
  trap 'exit 3' INT TERM HUP
  all_benches >"$work/benches"
  while IFS='|' read -r words text; do
    say "dev/bench $words"
    code=0
    # shellcheck disable=SC2086 # words
    "$root/dev/bench" $words >"$work/table" </dev/null || code=$?
    [ "$code" -le 1 ] || text="$text It broke, with exit code $code."
    [ "$code" -le "$worst" ] || worst=$code
    cat "$work/table"
    # a table of columns, and the objects of timing, are as they are
    grep -q '^|' "$work/table" || { sed -i '/^{/d; s/^/    /' "$work/table"; }
    printf '\n## %s\n\n%s\n\n    sudo dev/bench %s\n\n' "${words%% *}" "$text" "$words" >>"$work/page"
    grep -q '^|' "$work/table" || printf 'Milliseconds between requested and actual:\n\n' >>"$work/page"
    cat "$work/table" >>"$work/page"
  done <"$work/benches"
  { all_machine "$load" && cat "$work/page"; } >"$root/docs/performance.md"
  chown --reference="$root" "$root/docs/performance.md"
  say "written: docs/performance.md"
  return "$worst"
}
