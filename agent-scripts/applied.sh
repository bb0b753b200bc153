#!/bin/sh
# Keeps the record of what "pilab apply" changed on this host, so that "pilab reset" takes back exactly that.
# usage: applied.sh push KIND WORD...
#        applied.sh drop KIND WORD...
#        applied.sh list
#        applied.sh make
#   push adds a change before it is made. drop removes it. list prints them, oldest first.
#   make reads lines "push KIND WORD...", "call SCRIPT VERB WORD..." and "drop KIND WORD..." from standard input, and
#   does them in this order, up to the first that fails. SCRIPT is one of this folder.
#   The record is gone after a reboot, and so are the changes.
# stdout: {"changed":true}; list: {"made":"limits 2 4 2 0"} a line; make: an object a line that is done
# stderr: what went wrong
# exit codes: 0 done, 1 failed (nothing is recorded), 2 usage, 4 not supported here; make: that of the call that failed
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
  [ -d "$folder" ] || mkdir -p "$folder" || fail "$folder cannot be made"
  lock_folder "$folder" || fail "another call of applied.sh is under way for 40 s"
  [ -e "$record" ] || : >"$record" || fail "$record cannot be written"
}

# Sets whether the record has that line, in found, and what follows its last whole line, in ragged: a push that had no room
# for all of its line was no push. No fork.
find_line() {
  found=false
  while read -r line; do
    [ "$line" != "$1" ] || found=true
  done <"$record"
  ragged=$line
}

# By a rename: a call that is killed on the way leaves the old record.
replace() {
  mv "$record.new" "$record" || fail "$record cannot be written"
  changed=true
}

# By one write, at the end: whole, or not there.
push() {
  find_line "$1"
  [ "$found" = false ] || return 0
  if [ -n "$ragged" ]; then
    sed '$d' "$record" >"$record.new" || fail "$record cannot be written"
    replace
  fi
  echo "$1" >>"$record" || fail "$record cannot be written"
  changed=true
}

drop() {
  find_line "$1"
  [ "$found" = true ] || return 0
  grep -Fxv -- "$1" "$record" >"$record.new" || [ ! -s "$record.new" ] || fail "$record cannot be written"
  replace
}

list() {
  [ -e "$record" ] || return 0
  while read -r line; do
    printf '{"made":"%s"}\n' "$line"
  done <"$record"
}

# Runs a script of this folder, which checks its own words.
call() {
  case ${1-} in
    '' | */* | [!a-z]* | *[!a-z0-9-]*.sh | *[!h]) refuse "'${1-}' is not a script of this folder" ;;
  esac
  [ -r "$here/$1" ] || refuse "'$1' is not a script of this folder"
  script=$1 code=0
  shift
  sh "$here/$script" "$@" </dev/null 9<&- || code=$?
  [ "$code" = 0 ] || { say "failed with exit code $code: $script $*" && exit "$code"; }
}

make() {
  set -f
  lock
  while read -r what words; do
    # shellcheck disable=SC2086 # words are wanted
    case $what in
      push | drop)
        changed=false
        check_words $words
        "$what" "$words"
        printf '{"changed":%s}\n' "$changed"
        ;;
      call) call $words ;;
      *) refuse "'$what' is none of push, call, drop" ;;
    esac
  done
}

case ${1-}:$# in
  list:1) list && exit ;;
  make:1) make && exit ;;
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
