# shellcheck shell=sh
# Brings one family of captured lines back; restore.sh sources it.
# usage: . "$here/reconcile.sh", after common.sh, state.sh and difference.sh; work and changed are restore.sh's
# stdout: nothing
# stderr: each changing command before it runs, and what the tools say
# exit codes: none of its own; what stays different is told through note_failure
# shellcheck disable=SC2154 # set by restore.sh
counted() { ! change "$@" || changed=$((changed + 1)); }

# put WORD...: makes what a line says. Append, since one network may lie on two devices.
put() {
  case $family in
    addresses*) counted ip "-${family#addresses}" addr add "$@" ;;
    routes*) counted ip "-${family#routes}" route append "$@" ;;
    rules*) counted ip "-${family#rules}" rule add "$@" ;;
    endpoints) counted ip mptcp endpoint add "$@" ;;
    limits) counted ip mptcp limits set "$@" ;;
    sysctls) counted sysctl -q -w "$1" ;;
    qdiscs) put_qdisc "$@" ;;
  esac
}

# What tc(8) prints is not always what it reads: "limit 77p", "perturb 10sec", pfifo_fast's bands. The kernel keeps a tbf's
# burst in ticks and tc rounds it down: each pass asks for a byte more. Classes and filters are not made again.
put_qdisc() {
  case "$3 $*" in
    class\ * | filter\ *) return 0 ;;
    *' handle 0: '*) return 0 ;; # the kernel's default: there again when ours is gone
  esac
  # shellcheck disable=SC2046 # words are wanted
  counted tc qdisc replace $(echo "$*" | awk -v more="$pass" '{
    for (i = 1; i < NF; i++) {
      if ($i == "handle") kind = $(i + 2)
      if (kind == "tbf" && $i == "burst" && $(i + 1) ~ /^[0-9]+b$/) $(i + 1) = ($(i + 1) + more) "b"
      if ($i ~ /^(limit|flow_limit)$/ && $(i + 1) ~ /^[0-9]+p$/) sub(/p$/, "", $(i + 1))
      if ($i == "perturb") sub(/sec$/, "", $(i + 1))
    }
    if (kind == "pfifo_fast") sub(/ pfifo_fast .*/, " pfifo_fast")
    print
  }')
}

# take WORD...: removes what a line says.
take() {
  case $family in
    addresses*) take_address "${family#addresses}" "$@" ;;
    routes*) counted ip "-${family#routes}" route del "$@" ;;
    rules*) counted ip "-${family#rules}" rule del "$@" ;;
    endpoints)
      while [ "$1" != id ]; do shift; done
      counted ip mptcp endpoint delete id "$2"
      ;;
    filters) counted nft delete table "$@" ;;
    qdiscs)
      case "$3 $*" in
        *' handle 0: '* | class\ * | filter\ *) ;; # goes with its root
        root*) counted tc qdisc del dev "$2" root ;;
        *) counted tc qdisc del dev "$2" parent "$4" ;;
      esac
      ;;
  esac
}

take_address() {
  version=$1 local=$2 peer=
  [ "$3" != peer ] || peer=$4
  while [ "$1" != dev ]; do shift; done
  counted ip "-$version" addr del "$local" ${peer:+peer "$peer"} dev "$2"
}

# each put|take FAMILY FILE
each() {
  family=$2
  set -f # the lines are ours, and are split into words
  while read -r line <&3; do
    case $1 in
      put) line=$(printf '%s' "$line" | sed 's/ # / /; s/ secondary / /; s/ dynamic / /; s/ stable-privacy / /') ;;
      *) line=${line%% # *} ;;
    esac
    # shellcheck disable=SC2086 # see above
    "$1" $line
  done 3<"$3"
  set +f
}

# Several passes, since one object may need another; what stays different after them has failed.
reconcile() {
  pass=0
  while differs "$1"; do
    if [ "$pass" = 4 ]; then
      report_differences "$1"
      return 0
    fi
    # Of routes first the old way comes back, then the new one goes; of all else the place is emptied first.
    case $1 in routes*) each put "$1" "$work/lost" ;; esac
    each take "$1" "$work/extra"
    case $1 in routes*) ;; *) each put "$1" "$work/lost" ;; esac
    pass=$((pass + 1))
  done
  case $1 in routes4 | addresses4) ;; *) return 0 ;; esac
  [ -s "$work/now" ] || return 0 # nothing there, or not to be read
  out_of_order "$1" >"$work/order"
  each take "$1" "$work/order"
  each put "$1" "$work/order"
}
