#!/bin/sh
# Keeps the record of what "pilab apply" changed on this host, so that "pilab reset" takes back exactly that.
# usage: applied.sh push KIND WORD...
#        applied.sh drop KIND WORD...
#        applied.sh list
#   push adds a change before it is made. drop removes it. list prints them, oldest first.
#   The record is gone after a reboot, and so are the changes.
# stdout: {"changed":true}; list: {"made":"limits 2 4 2 0"} a line
# stderr: what went wrong
# exit codes: 0 done, 1 failed (nothing is recorded), 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/process.sh"
folder=$base/applied record=$base/applied/record

check_words() {
  for word; do
    case $word in
      -) ;;
      '' | [!A-Za-z0-9]* | *[!A-Za-z0-9._:/,-]*) refuse "'$word' is not a word of a record: letters, digits, '.', '_', ':', '/', ',', '-'" ;;
    esac
  done
}

lock() {
  umask 022
  mkdir -p "$folder" || fail "$folder cannot be made"
  lock_folder "$folder" || fail "another call of applied.sh is under way for 40 s"
  [ -e "$record" ] || : >"$record" || fail "$record cannot be written"
}

has() { grep -Fxq -- "$1" "$record"; }

# By a rename: a call that is killed on the way leaves the old record.
replace() {
  mv "$record.new" "$record" || fail "$record cannot be written"
  changed=true
}

push() {
  ! has "$1" || return 0
  { cat "$record" && echo "$1"; } >"$record.new" || fail "$record cannot be written"
  replace
}

drop() {
  has "$1" || return 0
  grep -Fxv -- "$1" "$record" >"$record.new" || [ ! -s "$record.new" ] || fail "$record cannot be written"
  replace
}

list() {
  [ ! -e "$record" ] || sed 's/.*/{"made":"&"}/' "$record"
}

case ${1-}:$# in
  list:1) list && exit ;;
  push:1 | drop:1) usage ;;
  push:* | drop:*) ;;
  *) usage ;;
esac
verb=$1 changed=false
shift
check_words "$@"
lock
"$verb" "$*"
printf '{"changed":%s}\n' "$changed"
