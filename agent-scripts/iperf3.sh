#!/bin/sh
# Handles the iperf3 that build.sh made in /opt/iperf3-VERSION: exports it for identical hosts, installs it, removes it.
# usage: iperf3.sh program VERSION
#        iperf3.sh install VERSION FILE SHA256
#        iperf3.sh remove VERSION
#        iperf3.sh versions
#        iperf3.sh compiler
# stdout: one JSON object
#   program: {"file":"...","sha256":"..."}; install: {"binary":"...","changed":true}
#   remove: {"changed":true}, with "foreign" when pilab did not make it
#   versions: {"versions":["3.21"]}; compiler: {"compiler":true}
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here
set -eu
case $0 in */*) here=$(cd "${0%/*}" && pwd) ;; *) here=$(pwd) ;; esac
. "$here/lib/common.sh"
. "$here/lib/process.sh"
. "$here/lib/iperf3.sh"
. "$here/lib/builds.sh"
umask 022

# What was built here, for a host that is alike. It goes there as one program, which runs without any privilege.
program() {
  [ -e "$prefix/.pilab" ] || fail "$prefix is not there, or pilab did not make it: 'build.sh start' makes one"
  wrong=$(objection "$binary" "$version")
  [ -z "$wrong" ] || fail "$binary $wrong"
  sum=$(sha256sum <"$binary")
  printf '{"file":"%s","sha256":"%s"}\n' "$binary" "${sum%% *}"
}

# A call that is terminated leaves nothing.
make_work() {
  make_folders
  work=$(mktemp -d "$builds/.work.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' TERM INT HUP
  chmod 711 "$work" # the program is tried as nobody
}

install() { # FILE SHA256
  if usable "$binary" "$version"; then
    printf '{"binary":"%s","changed":false}\n' "$binary"
    return
  fi
  make_work
  made=$work/iperf3-$version
  mkdir -p "$made/bin" || fail "$made cannot be made: $(space "$work")"
  wrong=$(copy_checked "$1" "$2" "$made/bin/iperf3") || fail "$wrong"
  chmod 755 "$made/bin/iperf3"
  wrong=$(objection "$made/bin/iperf3" "$version")
  [ -z "$wrong" ] || fail "the iperf3 in $1 $wrong"
  printf '{"version":"%s","source":"alike","sha256":"%s"}\n' "$version" "$2" >"$made/.pilab"
  place "$made" "$version" >&2 || {
    wrong=$(space "$builds" "$opt")
    sweep "$version"
    fail "$prefix cannot be made: $wrong"
  }
  printf '{"binary":"%s","changed":true}\n' "$binary"
}

remove() {
  changed=false other=
  if foreign "$version"; then
    other=',"foreign":true'
  elif [ -e "$prefix" ] || [ -e "$builds/$version" ]; then
    changed=true
  fi
  sh "$here/build.sh" stop "$version" >/dev/null
  # A name that facts.sh does not look at: nothing half-removed looks installed.
  [ -n "$other" ] || [ ! -e "$prefix" ] || change mv -T "$prefix" "$opt/.iperf3-$version.old"
  sweep "$version"
  rm -rf "$builds"/.work.*
  rmdir "$builds" "$state" 2>/dev/null || :
  printf '{"changed":%s%s}\n' "$changed" "$other"
}

# Of which there is anything of ours: built, being built, or left by a call that failed or was killed.
versions() {
  found=$(printf '%s\n' "$opt"/iperf3-*/.pilab "$opt"/.iperf3-* "$builds"/* |
    sed -nE 's#.*/\.?iperf3-([0-9.]*[0-9])(/\.pilab|\.new|\.old)$#\1#p; s#.*/([0-9][0-9.]*)$#\1#p' |
    sort -u | sed 's/.*/"&"/' | paste -sd , -)
  printf '{"versions":[%s]}\n' "$found"
}

case ${1-}:$# in
  program:2 | remove:2 | install:4) check_version "$2" ;;
  versions:1) versions && exit ;;
  compiler:1)
    if compiler; then echo '{"compiler":true}'; else echo '{"compiler":false}'; fi
    exit
    ;;
  *) usage ;;
esac
version=$2 prefix=$opt/iperf3-$2 binary=$opt/iperf3-$2/bin/iperf3
case $1 in
  program) program ;;
  install)
    check_path "$3"
    check_sum SHA-256 "$4" 64
    install "$3" "$4"
    ;;
  remove) remove ;;
esac
