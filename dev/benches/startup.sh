# shellcheck shell=sh
# Measures how long pilab takes to start, in turn with a JVM that does nothing.
# usage: startup [ROUNDS]; sourced by dev/bench   (15 rounds)
# stdout: a table
# stderr: what it does
# exit codes: 0 the targets are met, 1 one is missed, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root, dev/java.sh java

startup() {
  work=$(mktemp -d) missed=0 round=0
  trap 'rm -rf "$work"' EXIT
  trap 'exit 3' INT TERM HUP
  "$root/pilab" --version >/dev/null # builds it where that is due
  find_java
  while [ "$round" -lt "${1-15}" ]; do
    round=$((round + 1))
    seconds "$java" -version >>"$work/java" &&
      seconds "$root/pilab" --help >>"$work/help" &&
      seconds "$root/pilab" --version >>"$work/version" &&
      seconds "$root/pilab" validate -f "$root/lab.yaml.example" >>"$work/validate" || exit 3
    say "round $round of ${1-15}: java $(tail -n 1 "$work/java") s, --help $(tail -n 1 "$work/help") s"
  done
  printf '| start, %s rounds | median | target | |\n|---|---|---|---|\n' "$round"
  printf '| java -version, the floor | %.3f s | | |\n' "$(median "$work/java")"
  verdict "pilab --help" "$(median "$work/help")" 0.25 " s"
  verdict "pilab --version" "$(median "$work/version")" 0.25 " s"
  verdict "pilab validate" "$(median "$work/validate")" 0.25 " s"
  return "$missed"
}
