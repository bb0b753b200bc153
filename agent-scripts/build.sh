#!/bin/sh
# Builds iperf3 from its source into /opt/iperf3-VERSION, detached from the session that started it.
# usage: build.sh start VERSION tarball PATH SHA256
#        build.sh start VERSION git URL TAG COMMIT
#        build.sh status VERSION
#        build.sh stop VERSION
# stdout: one JSON object
#   status: {"state":"absent|running|done|failed|died","stage":"...","binary":"...","log":["..."],"reason":"..."}
#   start: the same with "changed"; stop: {"stopped":true,"changed":true}
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here (no compiler, no git)
set -eu
case $0 in */*) here=$(cd "${0%/*}" && pwd) ;; *) here=$(pwd) ;; esac # the build works in its own folder
. "$here/lib/common.sh"
. "$here/lib/process.sh"
. "$here/lib/iperf3.sh"
. "$here/lib/builds.sh"
umask 022

# check_git URL TAG COMMIT; a name or a password has no place in a URL, since everybody sees a process's arguments
check_git() {
  case $1 in
    https://?* | file:///?* | /?*) ;;
    *) refuse "'$1' is not a repository's URL: https://..., file:///... or an absolute path" ;;
  esac
  case $1 in
    *[!A-Za-z0-9.:_/+~%-]*) refuse "'$1' is not a repository's URL: letters, digits, '.', ':', '_', '/', '+', '~', '%', '-'" ;;
  esac
  case $2 in [!A-Za-z0-9]* | *[!A-Za-z0-9._/-]* | *..* | '') refuse "'$2' is not a tag: letters, digits, '.', '_', '/', '-'" ;; esac
  check_sum commit "$3" 40
}

boot() { cat "$proc/sys/kernel/random/boot_id"; }

alive() { # the recorded process, not another one that got its number, also after a reboot
  pid='' since='' booted=''
  { read -r pid since booted <"$dir/pid"; } 2>/dev/null || return 1
  [ "$booted" = "$(boot)" ] && ! ended "$pid" "$since"
}

left() { group_members "$pid" "$folder"; }
gone() { [ -z "$pid" ] || { remaining=$(left) && [ -z "$remaining" ]; }; }

# Nothing of this build is left, neither processes nor files.
clean() {
  if [ -d "$dir" ]; then
    alive || : # a shell that was killed leaves its make
    folder=$(cd "$dir" && pwd -P)
    for signal in TERM KILL; do
      ! gone || break
      change kill "-$signal" "-$pid" || :
      poll 4 gone || :
    done
    gone || fail "of the build of $version these processes do not end: $(left | tr '\n' ' ')"
  fi
  rm -rf "$dir"
  sweep "$version"
}

# give_up CODE REASON: the work goes first, since it may be that which filled the disk.
give_up() {
  rm -rf "$dir/work"
  sweep "$version"
  { printf '%s\n' "$2" | tr '\t' ' ' | tr -cd ' -~\n' >"$dir/reason.new" && mv "$dir/reason.new" "$dir/reason"; } || :
  [ "$verb" = run ] || say "$2"
  exit "$1"
}

why_it_died() {
  if [ "$booted" = "$(boot)" ]; then cause="it was killed"; else cause="the host was restarted meanwhile"; fi
  echo "the build ended without a word: $cause ($(space "$dir")); starting it again begins anew"
}

# The end of the log as strings of JSON; a compiler may print anything.
log_strings() {
  { tail -n 15 "$dir/log" 2>/dev/null || :; } | tr '\t' ' ' | tr -cd ' -~\n' |
    sed 's/^\(.\{400\}\).*/\1.../; s/[\\"]/\\&/g; s/.*/"&"/' | paste -sd , -
}

# answer [CHANGED]; in this order: a build that ends between two questions has its result before it is gone.
answer() {
  found=absent reason=
  if alive; then
    found=running
  elif usable "$binary" "$version"; then
    found="done"
  elif [ -f "$dir/reason" ]; then
    found=failed reason=$(cat "$dir/reason")
  elif [ -f "$dir/pid" ]; then
    found=died reason=$(why_it_died)
  fi
  printf '{"state":"%s"' "$found"
  [ ! -f "$dir/stage" ] || printf ',"stage":"%s"' "$(cat "$dir/stage")"
  [ "$found" != "done" ] || printf ',"binary":"%s"' "$binary"
  printf ',"log":[%s]' "$(log_strings)"
  [ -z "$reason" ] || printf ',"reason":%s' "$(json_string "$reason")"
  printf '%s}\n' "${1:+,\"changed\":$1}"
}

lock_builds() { lock_folder "$builds" || fail "another start or stop of a build is under way for 40 s"; }
recorded() { [ -e "$dir/pid" ] || [ -e "$dir/finished" ]; }

start() { # tarball PATH SHA256, or git URL TAG COMMIT: kind and last word tell sources apart
  kind=$1 sum=$3
  [ "$kind" = tarball ] || sum=$4
  command -v setsid >/dev/null || unsupported "there is no setsid (package util-linux)"
  make_folders
  lock_builds
  if alive; then
    read -r other_kind other rest <"$dir/source"
    [ "$other_kind $other" = "$kind $sum" ] || fail \
      "iperf3 $version is being built from another source already ($other_kind $other $rest): wait, or 'build.sh stop $version'"
    answer false
    return
  fi
  clean
  if usable "$binary" "$version"; then
    answer false
    return
  fi
  { mkdir -m 711 "$dir" && mkdir "$dir/work" "$dir/work/tmp" && echo fetch >"$dir/stage" &&
    echo "$kind $sum $2 $3" >"$dir/source"; } 2>/dev/null || fail "$dir cannot be written: $(space "$builds")"
  ! foreign "$version" || give_up 1 "$(foreign_text "$version")"
  compiler || give_up 4 "there is no C compiler or no make: 'packages.sh build-tools' installs them"
  case $kind in
    git) command -v git >/dev/null || give_up 4 "there is no git: 'packages.sh git' installs it" ;;
    *) objects=$(copy_checked "$2" "$3" "$dir/work/source.tar.gz") || give_up 1 "$objects" ;;
  esac
  cd "$dir"
  setsid sh "$here/build.sh" run "$version" </dev/null >>log 2>&1 & # closes descriptor 9, the lock, once it is recorded
  poll 10 recorded || give_up 1 "the build did not start: $(tail -n 1 "$dir/log")"
  answer true
}

stop() {
  changed=false
  if [ -d "$builds" ]; then
    lock_builds
    [ ! -d "$dir" ] || changed=true
    clean
  fi
  printf '{"stopped":true,"changed":%s}\n' "$changed"
}

case ${1-}:${3-}:$# in
  start:tarball:5 | start:git:6 | status::2 | stop::2 | run::2) ;;
  *) usage ;;
esac
check_version "$2"
case ${3-} in
  tarball) check_path "$4" && check_sum SHA-256 "$5" 64 ;;
  git) check_git "$4" "$5" "$6" ;;
esac
verb=$1 version=$2 dir=$builds/$2 prefix=$opt/iperf3-$2 binary=$opt/iperf3-$2/bin/iperf3
shift 2
case $verb in
  start) start "$@" ;;
  status) answer ;;
  stop) stop ;;
  run)
    . "$here/lib/compile.sh"
    compile
    ;;
esac
