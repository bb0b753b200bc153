# shellcheck shell=sh
# Runs an iperf3 without any privilege, and says what it is and whether it is usable.
# usage: . "$here/lib/iperf3.sh", after lib/common.sh
# stdout: what a function's comment names
# stderr: nothing
# exit codes: none of its own

# nobody SECONDS COMMAND...: becomes that command without any privilege, since another host may have built it, and kills it
# after that time. Called in a subshell. A caller that is not root keeps its user. No process that it leaves holds a lock of ours.
nobody() {
  seconds=$1
  shift
  set -- --no-new-privs -- "$@"
  [ "${user_id:=$(id -u)}" != 0 ] || set -- --reuid=65534 --regid=65534 --clear-groups "$@"
  exec timeout --foreground --kill-after=2 "$seconds" setpriv "$@" 9<&-
}

# version_line BINARY: sets version_said to the first line of its version, or of the error why it does not run. A stale
# ld.so.preload prints an error before each program.
version_line() {
  : "${user_id:=$(id -u)}"
  version_said=$( (nobody 10 "$1" --version) 2>/dev/null </dev/null | head -c 1000)
  case $version_said in
    'iperf '[0-9]*) ;;
    *) version_said=$( (nobody 10 "$1" --version) 2>&1 </dev/null | head -c 1000 | grep -v '^ERROR: ld\.so:') ;;
  esac
  version_said=${version_said%%"$line_end"*}
}

# offers_mptcp BINARY; to its end: a program that cannot write any more does not say what it would have
offers_mptcp() {
  : "${user_id:=$(id -u)}"
  case $( (nobody 10 "$1" --help) 2>&1 </dev/null | head -c 65536) in
    *--mptcp*) ;;
    *) return 1 ;;
  esac
}

# objection BINARY VERSION: why it is not that iperf3, on stdout; nothing when it is. A program can be linked to another
# version's library, and MPTCP is left out in silence where the C library's headers do not know it.
objection() {
  version_line "$1" || :
  said=$version_said
  case "$said " in
    "iperf $2 "*) ;;
    'iperf '[0-9]*) said=${said#iperf } && echo "reports version ${said%% *}, not $2" && return ;;
    *) echo "does not run here: $said" && return ;;
  esac
  offers_mptcp "$1" ||
    echo "has no --mptcp: older than 3.19, or the C library's headers lack IPPROTO_MPTCP"
}
usable() { [ -x "$1" ] && [ -z "$(objection "$1" "$2")" ]; }
