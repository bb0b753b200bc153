# shellcheck shell=sh
# Runs apt-get: waits while another program holds it, repairs an interrupted dpkg, knows the cures of common failures.
# usage: . "$here/lib/apt.sh", after lib/common.sh, lib/process.sh, lib/builds.sh and lib/package-record.sh
#   packages.sh sources it, and sets work.
# stdout: {"stage":"update"}, {"stage":"waiting for apt","holder":"apt-get (process 123)"}
# stderr: each apt-get before it runs, and the last lines of one that failed
# exit codes: apt fails as apt-get does, and with 1 when another holds it too long
# shellcheck disable=SC2154 # set by the caller
export DEBIAN_FRONTEND=noninteractive

# Who holds a lock that apt-get (its output is $1) could not get, on stdout; nothing when that was not it.
holder() {
  grep -qE 'Could not get lock|Unable to (lock|acquire)|lock was locked by' "$1" || return 0
  by=$(sed -n 's/.*held by process \([0-9]*\).*/\1/p; s/.*locked by another process with pid \([0-9]*\).*/\1/p' "$1" | head -n 1)
  if [ -n "$by" ]; then
    echo "$(cat "$proc/$by/comm" 2>/dev/null || echo '?') (process $by)"
  else
    echo "another process"
  fi
}

emit() { # nobody may listen any more; 'packages.sh status' repeats the last
  printf '%s\n' "$1" >"$state/packages.stage"
  printf '%s\n' "$1" || :
}

# What a killed dpkg has left is brought to its end, once, as apt-get itself asks for; fails when that is not the matter.
mend() {
  [ -z "$mended" ] || return 1
  if grep -q 'dpkg was interrupted' "$work/try"; then
    [ "$left_over" = true ] || rm -f "$before" # what another program began is not ours
  else
    grep -qE 'Sub-process .*dpkg (exited unexpectedly|received)' "$work/try" || return 1
  fi
  mended=yes
  emit '{"stage":"finishing an interrupted installation"}'
  printf '+ dpkg --configure -a\n' >&2 || :
  dpkg --configure -a </dev/null >/dev/null 2>&1 || :
}

# apt STAGE WORD...: apt-get WORD..., which never asks and never removes a package.
apt() {
  emit "{\"stage\":\"$1\"}"
  shift
  [ "$1" != install ] || { shift && set -- install -y -q --no-install-recommends --no-remove -o Dpkg::Options::=--force-confold "$@"; }
  limit=${PILAB_APT_WAIT:-600} named='' mended=''
  until_then=$(($(uptime_seconds) + limit))
  printf '+ apt-get %s\n' "$*" >&2 || :
  while :; do
    if [ -e "$before" ]; then left_over=true; else left_over=false; fi
    [ "$1" = update ] || note_before
    code=0
    apt-get "$@" </dev/null >"$work/try" 2>&1 || code=$?
    by=
    [ "$code" = 0 ] || by=$(holder "$work/try")
    if [ -z "$by" ]; then
      if [ "$code" != 0 ] && mend; then continue; fi
      break
    fi
    # What others install meanwhile is not ours.
    [ "$left_over" = true ] || rm -f "$before"
    [ "$(uptime_seconds)" -lt "$until_then" ] || fail "apt is still held by $by after $limit s: let it end, then try again"
    [ "$by" = "$named" ] || emit "{\"stage\":\"waiting for apt\",\"holder\":$(json_string "$by")}"
    named=$by
    sleep 2
  done
  [ "$1" = update ] || settle
  [ "$code" = 0 ] || tail -n 15 "$work/try" >&2 || :
  return "$code"
}

# The cause of a failure, and its cure, on stdout: the first that the output of the call that failed tells. That an earlier one
# had trouble with another mirror says nothing of it.
cure() {
  while read -r line; do
    if grep -qE "${line%% => *}" "$work/try"; then
      echo "${line#* => }"
      return
    fi
  done <<END
No space left on device|enough free space => no space is left, $(space /var /usr)
is not valid yet => this host's clock is wrong, it says $(date -u '+%F %T') UTC: set it, e.g. 'sudo timedatectl set-ntp true'
resolving|Could not resolve => this host cannot resolve the mirror's name: it has no internet, or no name server
Could not connect|Network is unreachable|timed out|Cannot initiate => this host cannot reach the mirror: no internet, or a proxy is needed
Unable to locate package|no installation candidate => its lists lack the package: see what 'sudo apt-get update' says on this host
unmet dependencies|held broken packages => packages there do not fit the mirror's: 'sudo apt-get update && sudo apt-get full-upgrade' on this host, then again
dpkg was interrupted => an earlier installation was interrupted: 'sudo dpkg --configure -a' on this host mends it
END
  echo "the last lines are above"
}
