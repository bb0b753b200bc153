# shellcheck shell=sh
# What all agent scripts share: messages, exit codes, checks of arguments, JSON strings.
# usage: . "$here/lib/common.sh"
# stdout: nothing, unless a function's comment says so
# stderr: each changing command before it runs ("+ ip link ..."), and what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
# shellcheck disable=SC2034 # the scripts use these
name=${0##*/} base=${PILAB_BASE:-/run/pilab} disk=${PILAB_DISK:-/var/lib/pilab} proc=${PILAB_PROC:-/proc} sys=${PILAB_SYS:-/sys}

line_end='
'

say() {
  said_line=$*
  case $said_line in *[[:cntrl:]]*) said_line=$(printf '%s' "$said_line" | tr '\001-\037' '[ *]') ;; esac
  printf '%s: %s\n' "$name" "$said_line" >&2 || :
}

# Prints the comment at the head of the script.
usage() {
  sed -n '2,/^[^#]/s/^# //p' "$0" >&2
  exit 2
}

refuse() {
  say "$*"
  exit 2
}

fail() {
  say "$*"
  exit 1
}

unsupported() {
  say "$*"
  exit 4
}

# Runs a command that changes the host, and tells. Standard error may be gone with the SSH session. The file PILAB_CHANGES, if
# there is one, gets a line with the times before and after it, in nanoseconds.
change() {
  printf '+ %s\n' "$*" >&2 || :
  if [ -z "${PILAB_CHANGES-}" ]; then
    "$@"
    return
  fi
  change_code=0 change_begun=$(date +%s%N)
  "$@" || change_code=$?
  echo "$change_begun $(date +%s%N)" >>"$PILAB_CHANGES" || :
  return "$change_code"
}

# A JSON string of $1, quotes included, on stdout. Most need no program.
json_string() {
  case $1 in
    *[[:cntrl:]]* | *\"* | *\\*) printf '"%s"' "$(printf '%s' "$1" | tr '\001-\037' '[ *]' | sed 's/\\/\\\\/g; s/"/\\"/g')" ;;
    *) printf '"%s"' "$1" ;;
  esac
}

# What a JSON-speaking tool prints, on one line; [] when it prints nothing.
json_of() {
  json_text=$("$@") || return 1
  [ -n "$json_text" ] || json_text='[]'
  case $json_text in
    *"$line_end"*) printf '%s' "$json_text" | tr -d '\n' ;;
    *) printf '%s' "$json_text" ;;
  esac
}

# first_line FILE: sets line to it. Of a number's sysctl dash reads the first digit only. No fork.
first_line() {
  line=
  { read -r line <"$1" || [ -n "$line" ]; } 2>/dev/null
}

check_interface() {
  case $1 in
    '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) refuse "'$1' is not an interface name: letters, digits, '.', '_', '-'" ;;
  esac
  [ "${#1}" -le 15 ] || refuse "'$1' is not an interface name: it is longer than 15 characters"
}

check_run() {
  case $1 in
    '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._-]*) refuse "'$1' is not a run: letters, digits, '.', '_', '-'" ;;
  esac
  [ "${#1}" -le 100 ] || refuse "'$1' is not a run: it is longer than 100 characters"
}

check_address() {
  case $1 in
    '' | *[!0-9A-Fa-f.:]*) refuse "'$1' is not an address" ;;
    *.*.*.* | *:*:*) ;;
    *) refuse "'$1' is not an address" ;;
  esac
}

# check_number WHAT VALUE MINIMUM MAXIMUM
check_number() {
  case $2 in
    '' | *[!0-9]* | 0?* | ???????????*) refuse "$1 '$2' is not a whole number from $3 to $4" ;;
  esac
  if [ "$2" -lt "$3" ] || [ "$2" -gt "$4" ]; then
    refuse "$1 '$2' is not a whole number from $3 to $4"
  fi
}

# What no fault touches: lo, and the interfaces that the caller or this host names. No fork: a fault's moment is near.
check_denied() {
  [ "$1" != lo ] || refuse "lo is never touched: the host itself needs it"
  case " ${PILAB_DENY_INTERFACES:-} " in
    *" $1 "*) refuse "$1 is denied: PILAB_DENY_INTERFACES lists it" ;;
  esac
  [ -r "$base/deny-interfaces" ] || return 0
  while read -r denied || [ -n "$denied" ]; do
    [ "$denied" != "$1" ] || refuse "$1 is denied: $base/deny-interfaces lists it"
  done <"$base/deny-interfaces"
}
