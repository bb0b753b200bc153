# shellcheck shell=sh
# Measures how long a virtual rig of N hosts takes to raise and to take down.
# usage: rig [HOSTS...]; sourced by dev/bench   (2, 10 and 40)
# stdout: a table
# stderr: what it does
# exit codes: 0 the time grows with the hosts at most, 1 it grows faster, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root

rig() {
  work=$(mktemp -d) missed=0 first='' last=''
  [ $# -gt 0 ] || set -- 2 10 40
  "$root/pilab" --version >/dev/null
  trap tidy_rig EXIT
  trap 'exit 3' INT TERM HUP
  printf '| a rig of | measured | target | |\n|---|---|---|---|\n'
  for hosts; do
    lab_of "$hosts" "bench-$$" >"$work/lab.yaml"
    say "$hosts hosts"
    seconds "$root/pilab" rig up -q -f "$work/lab.yaml" >"$work/up.$hosts" &&
      seconds "$root/pilab" rig down -q -f "$work/lab.yaml" >"$work/down.$hosts" || exit 3
    printf '| %s hosts, up | %.2f s | | |\n' "$hosts" "$(cat "$work/up.$hosts")"
    printf '| %s hosts, down | %.2f s | | |\n' "$hosts" "$(cat "$work/down.$hosts")"
    if [ -z "$first" ] || [ "$hosts" -lt "$first" ]; then first=$hosts; fi
    if [ -z "$last" ] || [ "$hosts" -gt "$last" ]; then last=$hosts; fi
  done
  if [ "$first" != "$last" ]; then
    for way in up down; do
      grown=$(ratio "$work/$way.$last" "$work/$way.$first")
      verdict "$way, $last hosts to $first" "$grown" "$(echo "$last $first" | awk '{ print $1 / $2 }')"
    done
  fi
  return "$missed"
}
