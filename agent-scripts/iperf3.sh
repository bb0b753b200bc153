#!/bin/sh
# Puts iperf3 on a host: from a source tarball, or the distribution's package.
# usage: iperf3.sh build VERSION TARBALL SHA256 | package | compiler
# stdout: one JSON object a line: {"stage":"configure"}, at the end {"binary":"...","changed":true}; compiler: {"compiler":true}
# stderr: + each command; the last lines of what failed
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here (no compiler, no apt)
set -eu
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/common.sh"
export DEBIAN_FRONTEND=noninteractive

step() { # STAGE COMMAND...: its output goes to the log, and the log's end to whoever asked if it fails
  printf '{"stage":"%s"}\n' "$1"
  shift
  printf '+ %s\n' "$*" >&2
  "$@" >"$work/log" 2>&1 || {
    tail -n 15 "$work/log" >&2
    fail "failed: $*"
  }
}
compiler() { command -v cc >/dev/null && command -v make >/dev/null; }
has_mptcp() { "$1" --help 2>/dev/null | grep -e --mptcp >/dev/null; }
answer() { printf '{"binary":"%s","changed":%s}\n' "$1" "$2"; }

# Nothing of a build is left but what is installed, also when it is told to end.
make_work() {
  work=$(mktemp -d "${PILAB_ROOT-}/var/tmp/pilab-iperf3.XXXXXX")
  trap 'rm -rf "$work"' EXIT
  trap 'exit 1' TERM INT HUP
}

check_build() {
  case $1 in *[!0-9.]* | '' | .*) refuse "'$1' is not a version like 3.21" ;; esac
  case $2 in
    *[!A-Za-z0-9._/+-]* | [!/]* | '') refuse "'$2' is not an absolute path: letters, digits, '.', '_', '/', '+', '-'" ;;
  esac
  case $3 in *[!0-9a-f]* | '') refuse "'$3' is not a SHA-256 in hexadecimal" ;; esac
}

build() {
  opt=${PILAB_ROOT-}/opt prefix=${PILAB_ROOT-}/opt/iperf3-$1
  if has_mptcp "$prefix/bin/iperf3"; then
    answer "$prefix/bin/iperf3" false
    return
  fi
  compiler || unsupported "no C compiler or no make; try: apt-get install build-essential"
  make_work
  # A private copy of what the login user sent, checked before anything in it is used.
  cp "$2" "$work/source.tar.gz" || fail "$2 can not be read"
  sum=$(sha256sum <"$work/source.tar.gz")
  [ "${sum%% *}" = "$3" ] || fail "$2 is not the tarball that was asked for: its SHA-256 is ${sum%% *}, not $3"
  mkdir "$work/source"
  step unpack tar -xzf "$work/source.tar.gz" -C "$work/source" --strip-components=1 --no-same-owner
  cd "$work/source"
  step configure ./configure --disable-shared --without-openssl --without-sctp --prefix="$prefix"
  step compile make -j "$(nproc)"
  step install make install DESTDIR="$work/root"
  has_mptcp "$work/root$prefix/bin/iperf3" ||
    fail "the built iperf3 has no --mptcp: older than 3.19, or the C library's headers lack IPPROTO_MPTCP"
  # Nothing that looks installed before the last rename; facts.sh does not look into a folder with a dot.
  mkdir -p "$opt"
  change rm -rf "$prefix" "$opt/.iperf3-$1.new"
  change cp -a "$work/root$prefix" "$opt/.iperf3-$1.new"
  change mv -T "$opt/.iperf3-$1.new" "$prefix"
  answer "$prefix/bin/iperf3" true
}

version() { dpkg-query -W -f '${Version}' iperf3 2>/dev/null || :; }

package() {
  command -v apt-get >/dev/null || unsupported "no apt-get on this host"
  make_work
  before=$(version)
  step update apt-get update -q
  step install apt-get install -y -q --no-install-recommends iperf3
  changed=true
  [ "$before" != "$(version)" ] || changed=false
  answer /usr/bin/iperf3 "$changed"
}

case "${1-}:$#" in
  build:4)
    check_build "$2" "$3" "$4"
    build "$2" "$3" "$4"
    ;;
  package:1) package ;;
  compiler:1) if compiler; then echo '{"compiler":true}'; else echo '{"compiler":false}'; fi ;;
  *) usage ;;
esac
