#!/bin/sh
# Captures the state that restore.sh brings back, or shows the present state.
# usage: snapshot.sh capture RUN [lab|host IF|ADDRESS...]
#        snapshot.sh show
#        snapshot.sh list
#   The words after RUN say what the run answers for; without them: everything. One run at a time is captured.
# stdout: the state as one JSON object
#   list: {"run":"...","captured":"2026-11-22T06:03:34Z","restored":false} a run
# stderr: what went wrong
# exit codes: 0 done, 1 failed (nothing is captured), 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/process.sh"
. "$here/lib/captured.sh"
. "$here/lib/state.sh"

# What belongs to trials of ours; what else runs on the host, be it another iperf3, is none of our business.
processes_json() {
  separator=
  pids=$(marked "$base"/runs/*/*/mark "$disk"/runs/*/*/mark) || return 1
  for pid in $pids; do
    command=$(tr '\000' ' ' <"$proc/$pid/cmdline") 2>/dev/null || continue
    printf '%s{"pid":%s,"command":%s}' "$separator" "$pid" "$(json_string "${command% }")"
    separator=,
  done
}

# The networks of the radios, where there is one.
wireless_json() {
  for radio in "$sys"/class/net/*/phy80211; do
    [ ! -e "$radio" ] || { sh "$here/wifi.sh" networks && return; } || return 1
  done
  echo '{}'
}

# state_json FOLDER FAMILY...: the state; the families' lines go to the folder, unless it is empty
state_json() {
  links=$(json_of ip -j link show) && addresses4=$(json_of ip -j -4 addr show) &&
    routes4=$(routes_json -4) && rules4=$(json_of ip -j -4 rule show) && qdiscs=$(json_of tc -j qdisc show) || return 1
  addresses6='[]' routes6='' rules6='[]' endpoints='[]'
  if has_ipv6; then
    addresses6=$(json_of ip -j -6 addr show) && routes6=$(routes_json -6) && rules6=$(json_of ip -j -6 rule show) || return 1
  fi
  if has_mptcp; then endpoints=$(json_of ip -j mptcp endpoint show) || return 1; fi
  others=$(read_families json "$@") && wireless=$(wireless_json) && processes=$(processes_json) || return 1
  printf '{"links":%s,"addresses4":%s,"addresses6":%s,"routes4":[%s],"routes6":[%s],"rules4":%s,"rules6":%s' \
    "$links" "$addresses4" "$addresses6" "$routes4" "$routes6" "$rules4" "$rules6"
  printf ',"qdiscs":%s,"endpoints":%s,%s,"wireless":%s,"processes":[%s]}\n' \
    "$qdiscs" "$endpoints" "$others" "$wireless" "$processes"
}

# A state captured while another run changes the host would be restored as if it were the host's own.
refuse_another() {
  others=$(captured_runs) || fail "the captured runs cannot be read"
  for other in $others; do
    { read -r _ when <"$(saved_state "$other")/captured"; } 2>/dev/null || continue # just forgotten
    fail "run $other is captured since $when and not forgotten;" \
      "'restore.sh run $other', then 'restore.sh forget $other'; or 'pilab restore'"
  done
}

check_scope() { # [lab|host IF|ADDRESS...]
  case ${1-lab} in lab | host) ;; *) refuse "'$1' is neither lab nor host" ;; esac
  for word in "$@"; do
    case $word in *:*) check_address "$word" ;; *) check_interface "$word" ;; esac # an IPv4 address looks like a name
  done
}

capture() {
  run=$1
  check_run "$run"
  saved=$base/state/$run
  shift
  check_scope "$@"
  umask 022
  mkdir -p "$base" || fail "$base cannot be made"
  umask 077
  mkdir -p "$base/state" || fail "$base/state cannot be made"
  lock_folder "$base/state" || fail "another capture is under way on this host for 40 s"
  [ ! -e "$saved" ] || fail "run $run is captured already; 'restore.sh run $run', then 'restore.sh forget $run'"
  refuse_another
  rm -rf "$base"/state/.*.[0-9]* # half of what a killed capture wrote
  fresh=$base/state/.$run.$$
  trap 'rm -rf "$fresh"' EXIT
  trap 'exit 143' INT TERM HUP
  mkdir "$fresh"
  [ $# = 0 ] || printf '%s\n' "$@" >"$fresh/scope" || fail "the scope cannot be written"
  # shellcheck disable=SC2086 # words are wanted
  state_json "$fresh" $families >"$fresh/state.json" || fail "the state cannot be read or written"
  dd if=/dev/zero of="$fresh/ballast" bs=64k count=4 2>/dev/null || fail "there is no room for a restore's own files"
  read -r up _ <"$proc/uptime"
  echo "$up $(date -u +%Y-%m-%dT%H:%M:%SZ)" >"$fresh/captured"
  mv -T "$fresh" "$saved" || fail "run $run could not be saved"
  cat "$saved/state.json"
}

list() {
  runs=$(captured_runs) || fail "the captured runs cannot be read"
  for run in $runs; do
    state=$(saved_state "$run")
    { read -r _ when <"$state/captured"; } 2>/dev/null || continue # just forgotten
    restored=false
    [ ! -e "$state/restored" ] || restored=true
    printf '{"run":"%s","captured":"%s","restored":%s}\n' "$run" "$when" "$restored"
  done
}

case ${1-}:$# in
  capture:1) usage ;;
  capture:*)
    shift
    capture "$@"
    ;;
  show:1) state_json '' qdiscs limits sysctls filters || fail "the state cannot be read" ;;
  list:1) list ;;
  *) usage ;;
esac
