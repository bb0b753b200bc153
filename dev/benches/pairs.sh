# shellcheck shell=sh
# Measures N pairs at once on one rig, one pair in each of N controllers, with 0.1 s reports.
# usage: pairs [N]; sourced by dev/bench   (10 pairs)
# stdout: a table
# stderr: what it does
# exit codes: 0 the targets are met, 1 one is missed, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root

# pairs_lost < events.jsonl: how many of the 50 intervals of each side are missing
pairs_lost() {
  awk '/"kind":"interval"/ { seen[/"sender":true/ ? "client" : "server"]++ }
    END { for (side in seen) if (seen[side] < 50) lost += 50 - seen[side]
      print lost + (("client" in seen) ? 0 : 50) + (("server" in seen) ? 0 : 50) }'
}

# pairs_inside N: at the controller's place; all at once, the largest resident size of each controller to $work/memory
pairs_inside() {
  number=1 controllers=
  while [ "$number" -lt $(($1 * 2)) ]; do
    "$root/pilab" run -q -f "$work/lab.yaml" --runs "$work/runs.$number" --pair "h$number" "$work/scenario.yaml" >"$work/out.$number" 2>&1 &
    controllers="$controllers $!"
    number=$((number + 2))
  done
  waited=0 running=1
  while [ "$running" -gt 0 ]; do
    sleep 0.5
    running=0 waited=$((waited + 1))
    for controller in $controllers; do
      size=$(awk '/^VmHWM/ { print $2 / 1024 }' "/proc/$controller/status" 2>/dev/null) || continue
      [ -z "$size" ] || running=$((running + 1))
      [ -z "$size" ] || echo "$controller $size" >>"$work/sizes"
    done
    [ $((waited % 4)) != 0 ] || say "$running controllers"
  done
  for controller in $controllers; do wait "$controller" || echo "$?" >>"$work/failures"; done
  awk '$2 > most[$1] { most[$1] = $2 } END { for (controller in most) print most[controller] }' "$work/sizes" >"$work/memory"
  [ ! -f "$work/failures" ] || grep -h '^verdict:\|^pilab:' "$work"/out.* >&2 || :
}

pairs() {
  work=$(mktemp -d) missed=0
  export work
  lab_of $((${1-10} * 2)) "bench-$$" | sed 's/1gbit/20mbit/g' >"$work/lab.yaml"
  pair_scenario pairs 5 1 mptcp | sed 's/, to: server.eth0//' >"$work/scenario.yaml"
  raise_rig
  in_rig "$root/dev/bench" inside pairs_inside "${1-10}" || exit 3
  touch "$work/failures"
  for events in "$work"/runs.*/*/trials/01-mptcp/events.jsonl; do
    [ ! -f "$events" ] || pairs_lost <"$events"
  done >"$work/lost"
  printf '| %s pairs at once, a controller each | measured | target | |\n|---|---|---|---|\n' "${1-10}"
  verdict "lost intervals of all pairs" "$(awk '{ lost += $1 } END { print lost }' "$work/lost")" 0
  verdict "runs that did not pass" "$(wc -l <"$work/failures")" 0
  verdict "pairs without a record" "$((${1-10} - $(wc -l <"$work/lost")))" 0
  printf '| resident size of a controller, median | %.0f MB | | |\n' "$(median "$work/memory")"
  verdict "resident size of a controller, largest" "$(sort -n "$work/memory" | tail -n 1)" 256 " MB"
  return "$missed"
}
