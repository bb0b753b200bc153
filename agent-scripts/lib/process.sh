# shellcheck shell=sh
# Identifies processes, waits for things, and locks folders.
# usage: . "$here/lib/process.sh", after lib/common.sh
# stdout: what a function's comment names
# stderr: nothing
# exit codes: none of its own
# shellcheck disable=SC2154 # proc is set by lib/common.sh

# Sets process_state, and process_start in ticks since boot, which names one process for ever together with the pid.
# Fails when process $1 is gone. No fork.
read_process() {
  process_line=
  { read -r process_line <"$proc/$1/stat"; } 2>/dev/null || return 1
  # shellcheck disable=SC2086 # words are wanted; the command's name, which may hold spaces, is cut off
  set -- ${process_line##*) }
  [ $# -gt 19 ] && [ "$1" != Z ] || return 1
  # shellcheck disable=SC2034 # the scripts use it
  process_state=$1
  shift 19
  process_start=$1
}

# The start time of process $1, on stdout.
start_time() { read_process "$1" && echo "$process_start"; }

# ended PID START: whether the process that started then is gone
ended() { ! read_process "$1" || [ "$process_start" != "$2" ]; }

# Sets uptime to the seconds since boot, whole. No fork.
read_uptime() {
  read -r uptime <"$proc/uptime"
  uptime=${uptime%%.*}
}

# The same on stdout.
uptime_seconds() {
  read_uptime
  echo "$uptime"
}

# poll SECONDS COMMAND...: asks until the command succeeds, after 10 ms, then less and less often, at last every 0.1 s.
poll() {
  read -r uptime_line </proc/uptime
  deadline=$((${uptime_line%%.*} + $1)) pause=10
  shift
  until "$@"; do
    read -r uptime_line </proc/uptime
    [ "${uptime_line%%.*}" -lt "$deadline" ] || return 1
    if [ "$pause" -lt 90 ]; then sleep "0.0$pause"; else sleep 0.1; fi
    [ "$pause" -ge 90 ] || pause=$((pause + 20))
  done
}

# lock_folder FOLDER: until this process, and each that it starts with descriptor 9 open, has closed it or ended.
# Fails when another process holds the lock for 40 s, and names it. A process that can open the folder can hold the lock, so
# only root may open it.
lock_folder() {
  command -v flock >/dev/null || unsupported "there is no flock (package util-linux)"
  chmod go-rw "$1"
  exec 9<"$1"
  poll 40 flock -n 9 || {
    for opened in "$proc"/[0-9]*/fd/9; do
      holder=${opened#"$proc/"} holder=${holder%%/*}
      if [ "$holder" != "$$" ] && [ "$(readlink "$opened")" = "$1" ]; then
        say "$1 is open in process $holder: $(tr '\000' ' ' <"$proc/$holder/cmdline")"
      fi
    done
    return 1
  }
}

# members FIELD NUMBER FOLDER: the processes with that number in that field of their stat, counted from the state, that
# work in a folder or below; numbers come again, the folder is ours
members() {
  cat "$proc"/[0-9]*/stat 2>/dev/null |
    awk -v field="$1" -v number="$2" '{ pid = $1; sub(/.*\) /, "") } $field == number && $1 != "Z" { print pid }' |
    while read -r member; do
      case $(readlink "$proc/$member/cwd" || :)/ in "$3"/*) echo "$member" ;; esac
    done
}
group_members() { members 3 "$@"; }   # GROUP FOLDER
session_members() { members 4 "$@"; } # SESSION FOLDER

# marked FILE...: the processes with a trial's mark in their environment, wherever they have gone. The files hold the
# marks, which only root can read: no other process has one. Fails when it cannot look: then it does not know.
marked() {
  marks=
  for mark_file; do
    { read -r one_mark <"$mark_file"; } 2>/dev/null || continue # just removed, or none
    marks="$marks${marks:+$line_end}PILAB_MARK=$one_mark"
  done
  [ -n "$marks" ] || return 0
  environments=$(
    grep -lF "$marks" "$proc"/[0-9]*/environ 2>/dev/null || [ "$?" -le 2 ] || exit 1 # 2: one has just ended
    echo end
  )
  case $environments in *end) ;; *) return 1 ;; esac
  printf '%s\n' "$environments" | sed -n "s|^$proc/\([0-9]*\)/.*|\1|p"
}
