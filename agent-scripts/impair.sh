#!/bin/sh
# Delays, loses, reorders or duplicates what leaves an interface: netem at its egress root (tc-netem(8)).
# usage: impair.sh inject IF [delay TIME] [jitter TIME] [loss N] [reorder N] [duplicate N]
#        impair.sh heal|status IF
#   TIME: whole milliseconds, such as 20ms. N: percent, such as 0.5.
# stdout: {"interface":"wlan0","impaired":true,"changed":true}; status: without "changed"
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage or an interface that is denied, 4 the kernel has no netem
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
handle=7069: # what tells our qdisc from others

check_time() {
  number=${1%ms}
  case $1 in *ms) ;; *) refuse "'$1' is not a time like 20ms" ;; esac
  check_number time "$number" 1 60000
}

check_percent() {
  case $1 in
    '' | .* | *. | *[!0-9.]* | *.*.*) refuse "'$1' is not a percentage like 5 or 0.1" ;;
  esac
  [ "${#1}" -le 10 ] || refuse "'$1' is not a percentage: it is too long"
  awk -v number="$1" 'BEGIN { exit !(number > 0 && number <= 100) }' || refuse "'$1' is not a percentage above 0, up to 100"
}

# Sets netem to the words of tc(8), in the order that it wants.
read_impairment() {
  delay='' jitter='' loss='' reorder='' duplicate=''
  while [ $# -ge 2 ]; do
    case $1 in
      delay) check_time "$2" && delay=$2 ;;
      jitter) check_time "$2" && jitter=$2 ;;
      loss) check_percent "$2" && loss=$2 ;;
      reorder) check_percent "$2" && reorder=$2 ;;
      duplicate) check_percent "$2" && duplicate=$2 ;;
      *) usage ;;
    esac
    shift 2
  done
  [ $# = 0 ] || usage
  [ -n "$delay" ] || [ -z "$jitter$reorder" ] || refuse "jitter and reorder need a delay"
  # The usual 1000 packets would be an impairment of their own: they are 12 ms of 1 Gbit/s.
  netem="limit 100000${delay:+ delay $delay}${jitter:+ $jitter}${loss:+ loss $loss%}${duplicate:+ duplicate $duplicate%}${reorder:+ reorder $reorder%}"
  [ "$netem" != "limit 100000" ] || usage
}

root_qdisc() { tc qdisc show dev "$interface" root || fail "the qdisc of $interface cannot be read"; }

# Whether the qdisc in $present is the one that inject makes.
ours() { case $present in "qdisc netem $handle root "*) ;; *) return 1 ;; esac }

answer() { printf '{"interface":"%s","impaired":%s,"changed":%s}\n' "$interface" "$1" "$2"; }

inject() {
  # Look at nothing first: this runs at the fault's moment.
  printf '+ %s\n' "tc qdisc add dev $interface root handle $handle netem $netem" >&2 || :
  # shellcheck disable=SC2086 # words are wanted
  if words=$(tc qdisc add dev "$interface" root handle "$handle" netem $netem 2>&1); then
    answer true true && exit
  fi
  case $words in *'qdisc kind is unknown'*) unsupported "this kernel has no netem; sudo modprobe sch_netem: $words" ;; esac
  present=$(root_qdisc)
  ours || fail "$interface has a qdisc already, which netem would replace: ${present:-$words}"
  # shellcheck disable=SC2086 # words are wanted
  change tc qdisc replace dev "$interface" root handle "$handle" netem $netem || fail "$interface could not be impaired"
  changed=true
  [ "$(root_qdisc)" != "$present" ] || changed=false
  answer true "$changed"
}

heal() {
  present=$(root_qdisc)
  ours || { answer false false && exit; }
  change tc qdisc del dev "$interface" root handle "$handle" || fail "the impairment of $interface could not be taken away"
  answer false true
}

[ $# -ge 2 ] || usage
verb=$1 interface=$2
shift 2
check_interface "$interface"
case $verb:$# in
  inject:*)
    read_impairment "$@"
    check_denied "$interface"
    inject
    ;;
  heal:0)
    check_denied "$interface"
    heal
    ;;
  status:0)
    present=$(root_qdisc)
    impaired=false
    ! ours || impaired=true
    printf '{"interface":"%s","impaired":%s}\n' "$interface" "$impaired"
    ;;
  *) usage ;;
esac
