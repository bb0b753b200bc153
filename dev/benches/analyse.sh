# shellcheck shell=sh
# Measures how long pilab show takes for a record of N trials of 10 s at 0.1 s reports.
# usage: analyse [N...]; sourced by dev/bench   (1, 10, 100 and 1000)
# stdout: a table
# stderr: what it does
# exit codes: 0 the targets are met, 1 one is missed, 3 something broke
# shellcheck disable=SC2154 # dev/bench sets root

# analyse_record FOLDER N: a record of N trials, each the one that was run
analyse_record() {
  run=$(newest_run)
  record=$1/${run##*/}
  mkdir -p "$record/trials"
  cp "$run/lab.yaml" "$run/scenario.yaml" "$record"
  sed "s/\"repeat\" : 1,/\"repeat\" : $2,/" "$run/run.json" >"$record/run.json"
  copied=0
  while [ "$copied" -lt "$2" ]; do
    copied=$((copied + 1))
    name=$(printf '%02d-mptcp' "$copied")
    cp -r "$run/trials/01-mptcp" "$record/trials/$name"
    sed "s/\"number\" : 1,/\"number\" : $copied,/" "$run/trials/01-mptcp/trial.json" >"$record/trials/$name/trial.json"
  done
}

analyse() {
  work=$(mktemp -d) missed=0
  [ $# -gt 0 ] || set -- 1 10 100 1000
  pair_lab >"$work/lab.yaml"
  pair_scenario analysed 10 1 mptcp >"$work/scenario.yaml"
  raise_rig
  say "running the trial that is copied"
  run_in_rig "$work/scenario.yaml" || exit 3
  printf '| pilab show of a record | measured | target | |\n|---|---|---|---|\n'
  for number; do
    say "a record of $number trials"
    analyse_record "$work/$number" "$number"
    seconds "$root/pilab" show --runs "$work/$number" last >"$work/shown.$number" || exit 3
    if [ "$number" = 1000 ]; then
      verdict "trials: 1000" "$(cat "$work/shown.1000")" 10 " s"
    else
      printf '| trials: %s | %.2f s | | |\n' "$number" "$(cat "$work/shown.$number")"
    fi
    rm -rf "${work:?}/$number"
  done
  if [ -f "$work/shown.1000" ] && [ -f "$work/shown.100" ]; then
    verdict "1000 trials to 100" "$(ratio "$work/shown.1000" "$work/shown.100")" 12
  fi
  return "$missed"
}
