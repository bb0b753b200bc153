#!/bin/sh
# The lock of this host: one controller at a time, for as long as it renews the lock. A reboot frees the host.
# usage: lock.sh acquire TOKEN OWNER RUN SECONDS [steal]
#        lock.sh renew TOKEN SECONDS
#        lock.sh release TOKEN
#        lock.sh status
#   SECONDS: from 1 to 3600, from now until the lock expires. steal: takes it from any holder.
# stdout: {"acquired":true}, {"renewed":true}, {"changed":true}, {"held":true}
#   When the host is locked: with the holder's "owner", "run", "since" and "expires_in".
# stderr: what went wrong
# exit codes: 0 done, 1 failed, or locked by someone else (stdout names the holder), 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/process.sh"
folder=$base/lock holder=$base/lock/holder

check_word() {
  case $2 in
    '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._@:+-]*) refuse "'$2' is not $1: letters, digits, '.', '_', '@', ':', '+', '-'" ;;
  esac
  [ "${#2}" -le 100 ] || refuse "'$2' is not $1: it is longer than 100 characters"
}

longest=3600

# Sets who holds the lock; fails when nobody does, or nobody has renewed it in time. One that lasts longer than any
# that is asked for is none.
read_holder() {
  token='' expires=0
  { read -r token expires since owner run <"$holder"; } 2>/dev/null || return 1
  case $expires in *[!0-9]* | '' | ???????????*) expires=0 ;; esac
  left=$((expires - $(uptime_seconds)))
  [ "$left" -gt 0 ] && [ "$left" -le "$longest" ]
}

# Replaced whole, so that status needs no lock of its own.
write_holder() {
  if ! echo "$token $(($(uptime_seconds) + $1)) $since $owner $run" >"$holder.new" || ! mv "$holder.new" "$holder"; then
    fail "$holder cannot be written"
  fi
}

lock() {
  umask 022
  [ -d "$folder" ] || mkdir -p "$folder" || fail "$folder cannot be made"
  lock_folder "$folder" || fail "another call of lock.sh is under way for 40 s"
}

# answer NAME VALUE: with the holder, if there is one
answer() {
  if read_holder; then
    printf '{"%s":%s,"owner":"%s","run":"%s","since":"%s","expires_in":%s}\n' "$1" "$2" "$owner" "$run" "$since" "$left"
  else
    printf '{"%s":%s}\n' "$1" "$2"
  fi
}

# The one of two that asks first has it; the one who has it may ask again.
acquire() {
  if read_holder && [ "$token" != "$1" ] && [ -z "${5-}" ]; then
    answer acquired false
    exit 1
  fi
  [ "$token" = "$1" ] || since=$(date -u +%Y-%m-%dT%H:%M:%SZ)
  token=$1 owner=$2 run=$3
  write_holder "$4"
  answer acquired true
}

# Late is not too late, if nobody came in between.
renew() {
  read_holder || :
  if [ "$token" != "$1" ]; then
    answer renewed false
    exit 1
  fi
  write_holder "$2"
  answer renewed true
}

release() {
  gone=false
  read_holder || :
  if [ "$token" = "$1" ]; then
    rm -f "$holder"
    gone=true
  fi
  printf '{"changed":%s}\n' "$gone"
}

case ${1-}:$# in
  acquire:[56])
    check_word "an owner" "$3"
    check_word "a run" "$4"
    check_number seconds "$5" 1 "$longest"
    [ "${6-steal}" = steal ] || usage
    ;;
  renew:3) check_number seconds "$3" 1 "$longest" ;;
  release:2) ;;
  status:1)
    if read_holder; then answer held true; else echo '{"held":false}'; fi
    exit
    ;;
  *) usage ;;
esac
verb=$1
shift
check_word "a token" "$1"
lock
"$verb" "$@"
