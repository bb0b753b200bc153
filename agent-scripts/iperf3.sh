#!/bin/sh
# Puts iperf3 on a host: from a source tarball, or the distribution's package.
# usage: iperf3.sh build VERSION TARBALL SHA256 | iperf3.sh package | iperf3.sh compiler
# stdout: one JSON object a line: stages, then the binary
# stderr: + each command; the last lines of what failed
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here (no compiler, no apt)
set -eu
export LC_ALL=C PATH="$PATH:/usr/sbin:/sbin"
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/common.sh"
export DEBIAN_FRONTEND=noninteractive

stage() {
  printf '{"stage":"%s"}\n' "$1"
  echo "+ $2" >&2
}
step() { # STAGE COMMAND...: its output goes to the log, and the log's end to whoever asked if it fails
  stage "$1" "$2 ${3:-}"
  shift
  "$@" >>"$log" 2>&1 || {
    tail -n 15 "$log" >&2
    exit 1
  }
}
compiler() { command -v cc >/dev/null && command -v make >/dev/null; }

build() {
  case "$1" in *[!0-9.]* | '') usage ;; esac
  case "$3" in *[!0-9a-f]* | '') usage ;; esac
  prefix=/opt/iperf3-$1
  if "$prefix/bin/iperf3" --help 2>/dev/null | grep -q -- --mptcp; then
    printf '{"binary":"%s","changed":false}\n' "$prefix/bin/iperf3"
    exit 0
  fi
  compiler || unsupported "no C compiler or make; apt-get install build-essential"
  # A private copy of what the login user sent, checked before anything in it is used.
  work=$(mktemp -d /var/tmp/pilab-iperf3.XXXXXX)
  trap 'rm -rf "$work"' EXIT
  log=$work/log
  cp "$2" "$work/source.tar.gz"
  echo "$3  $work/source.tar.gz" | sha256sum --check --status || fail "$2 is not the tarball that was asked for: its SHA-256 differs from $3"
  mkdir "$work/source"
  step unpack tar -xzf "$work/source.tar.gz" -C "$work/source" --strip-components=1 --no-same-owner
  cd "$work/source"
  step configure ./configure --disable-shared --without-openssl --without-sctp --prefix="$prefix"
  step compile make -j "$(nproc)"
  step install make install DESTDIR="$work/root"
  "$work/root$prefix/bin/iperf3" --help | grep -q -- --mptcp || fail "the built iperf3 has no --mptcp: the C library's headers lack IPPROTO_MPTCP"
  # Nothing that looks installed before this rename.
  echo "+ mv $work/root$prefix $prefix" >&2
  rm -rf "$prefix" "$prefix.new"
  cp -a "$work/root$prefix" "$prefix.new"
  mv "$prefix.new" "$prefix"
  printf '{"binary":"%s","changed":true}\n' "$prefix/bin/iperf3"
}

package() {
  command -v apt-get >/dev/null || unsupported "no apt-get on this host"
  log=$(mktemp)
  trap 'rm -f "$log"' EXIT
  step update apt-get update -q
  step install apt-get install -y -q --no-install-recommends iperf3
  echo '{"binary":"/usr/bin/iperf3","changed":true}'
}

case "${1:-}:$#" in
  build:4) build "$2" "$3" "$4" ;;
  package:1) package ;;
  compiler:1) if compiler; then echo '{"compiler":true}'; else echo '{"compiler":false}'; fi ;;
  *) usage ;;
esac
