#!/bin/sh
# Installs packages that pilab needs on this host, by apt, and records which ones it brought.
# usage: packages.sh build-tools|git|iperf3
#        packages.sh status|list|forget
#   status: the stage of an installation under way. forget: drops the record, and leaves the packages.
# stdout: {"stage":"..."} for each stage; at the end {"installed":["gcc"],"changed":true}, build-tools: with "headers"
#   list: {"packages":["gcc"]}
# stderr: each changing command before it runs; the last lines of what failed, and its cure
# exit codes: 0 done, 1 failed, 2 usage, 4 not supported here (no apt)
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
. "$here/lib/process.sh"
. "$here/lib/builds.sh"
. "$here/lib/package-record.sh"
. "$here/lib/apt.sh"
umask 022

# Of these packages those that are not installed, on stdout.
missing() {
  installed >"$work/installed"
  for package in "$@"; do
    grep -qxF "$package" "$work/installed" || echo "$package"
  done
}

# The packages that may hold the running kernel's headers, the best first: its own, Raspberry Pi's of today and of before.
headers_names() {
  kernel=$(uname -r)
  echo "linux-headers-$kernel"
  case $kernel in
    *[-+]rpi-2712 | *-2712+) flavour=2712 ;;
    *[-+]rpi-v8 | *-v8+) flavour=v8 ;;
    *[-+]rpi-v7l | *-v7l+) flavour=v7l ;;
    *[-+]rpi-v7 | *-v7+) flavour=v7 ;;
    *[-+]rpi-v6 | *.*.*+) flavour=v6 ;; # the oldest models' kernel had a bare "+"
    *) return 0 ;;
  esac
  printf '%s\n' "linux-headers-rpi-$flavour" raspberrypi-kernel-headers
}

# Sets headers. What a build needs of the kernel is in libc6-dev, so that a host without any continues.
provide_headers() {
  headers=
  for candidate in $(headers_names); do
    [ -n "$(missing "$candidate")" ] || { headers=$candidate && return; }
  done
  for candidate in $(headers_names); do
    apt-cache -q policy "$candidate" 2>/dev/null | grep -q 'Candidate: [^(]' || continue
    if (apt headers install "$candidate"); then
      headers=$candidate
      return
    fi
  done
  say "no package with the headers of kernel $(uname -r): going on without, iperf3 does not need them"
}

# provide PACKAGE...: only what is missing, and no look at the mirrors when nothing is.
provide() {
  wanted=$(missing "$@")
  [ -n "$wanted" ] || return 0
  command -v apt-get >/dev/null || unsupported "no apt-get on this host; these packages are missing: $(echo "$wanted" | tr '\n' ' ')"
  apt update update || : # another's mirror may be broken; whether ours is tells the installation
  # shellcheck disable=SC2086 # words
  apt install install $wanted || fail "apt-get install failed: $(cure)"
}

strings() { sed 's/.*/"&"/' | paste -sd , -; }

begin() {
  check_number PILAB_APT_WAIT "${PILAB_APT_WAIT:-600}" 0 86400
  mkdir -p "$state" && chmod 711 "$state"
  work=$(mktemp -d "$state/.packages.XXXXXX")
  trap 'settle; rm -rf "$work" "$state/packages.stage"' EXIT
  trap 'exit 1' TERM INT
  trap '' HUP PIPE    # who asked may be gone; what apt began is ended
  lock_folder "$work" # apt-get has it as well, should we be killed
}

end() { # [FURTHER MEMBER OF THE ANSWER]
  settle
  if [ -s "$work/new" ]; then changed=true; else changed=false; fi
  printf '{"installed":[%s]%s,"changed":%s}\n' "$(sort -u "$work/new" 2>/dev/null | strings)" "${1-}" "$changed"
}

case ${1-}:$# in
  build-tools:1)
    begin
    provide gcc make libc6-dev
    provide_headers
    if [ -n "$headers" ]; then end ",\"headers\":\"$headers\""; else end ',"headers":null'; fi
    ;;
  git:1 | iperf3:1)
    begin
    case $1 in git) provide git ca-certificates ;; *) provide iperf3 ;; esac
    end
    ;;
  status:1) cat "$state/packages.stage" 2>/dev/null || echo '{"stage":null}' ;;
  list:1) printf '{"packages":[%s]}\n' "$(brought | strings)" ;;
  forget:1) forget ;;
  *) usage ;;
esac
