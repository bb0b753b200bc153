# shellcheck shell=sh
# The body of one trial on one host; experiment.sh sources it and sets run, trial, dir, here, log and setting.
# usage: experiment.sh run RUN TRIAL
# stdout: nothing; everything goes to files of the trial's folder, agent.jsonl being its own log
# stderr: what failed
# exit codes: 0 the traffic ran and ended, 1 it did not, 2 usage, 4 not supported here
# shellcheck disable=SC2154,SC2317 # set by experiment.sh; called by soon and by the trap
. "$here/state.sh"
cd "$dir" || exit 1
port=$(setting port)
limit=$(setting limit)

listening() { [ -n "$(ss -Htln "sport = :$port")" ]; }
subscribed() { # the monitor's socket has joined a group: nothing is missed from here on
  awk -v pid="$1" '$3 == pid && $4 != "00000000" { found = 1 } END { exit !found }' "$proc/net/netlink"
}
subscribed_or_gone() { subscribed "$1" || ! start_time "$1" >/dev/null; }
soon() { # TRIES COMMAND...: asks every 20 ms
  tries=$1
  shift
  until "$@"; do
    tries=$((tries - 1))
    [ "$tries" -gt 0 ] || return 1
    sleep 0.02
  done
}

finish() {
  trap - EXIT
  trap '' TERM INT HUP
  kill -TERM "-$$" || : # all of the group but this shell, also a timeline that would fire another fault
  [ -s netstat-after.txt ] || cat "$proc/net/netstat" >netstat-after.txt
  log '"event":"done"'
  : >finished
}

if [ -n "$port" ] && listening; then
  log "\"event\":\"refused\",\"reason\":\"port $port is in use: $(ss -Htlnp "sport = :$port" | tr -cd 'A-Za-z0-9:._,=() -' | tr -s ' ')\""
  : >finished
  exit 1
fi
# A busy host must neither hold back the faults nor the time stamps that tell when they happened.
if chrt -f 50 true 2>/dev/null; then real_time="chrt -f 50"; else real_time=; fi
: >traffic.jsonl
save_state "$dir" || log '"event":"warning","reason":"the state cannot be read: what a heal brings back will lack something"'
cat "$proc/net/netstat" >netstat-before.txt
# From here on: a fork that fails ends this shell, and nothing may go on without it.
trap finish EXIT
trap 'exit 1' TERM INT HUP
# shellcheck disable=SC2086 # likewise
TZ=UTC $real_time ip -ts mptcp monitor >mptcp.txt 2>mptcp.err &
mptcp_monitor=$!
# shellcheck disable=SC2086 # likewise
TZ=UTC $real_time ip -ts -o monitor link >link.txt 2>link.err &
link_monitor=$!
# shellcheck disable=SC2046 # one word an interface
[ -z "$(setting interface)" ] || sh "$here/sampler.sh" run 0.2 $(setting interface) >counters.jsonl 2>sampler.err &
for monitor in "$mptcp_monitor" "$link_monitor"; do
  soon 50 subscribed_or_gone "$monitor" || :
  subscribed "$monitor" || log '"event":"warning","reason":"a monitor may have missed the first events"'
done

# shellcheck source=tool.sh
if [ -n "$(setting traffic)" ]; then . "$here/tool.sh"; else . "$here/helper.sh"; fi
