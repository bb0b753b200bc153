# shellcheck shell=sh
# Runs apt-get: waits for whoever holds it, notes what came, and knows the cures of common failures; packages.sh sources it.
# usage: . "$here/apt.sh", after common.sh, process.sh and installed.sh; the caller sets work
# stdout: {"stage":"update"}, {"stage":"waiting for apt","holder":"apt-get (process 123)"}
# stderr: + apt-get ..., and the last lines of one that failed
# exit codes: apt fails as apt-get does, and with 1 when another holds it too long
# shellcheck disable=SC2154 # set by the caller
export DEBIAN_FRONTEND=noninteractive
record=$state/packages before=$state/packages.before

installed() { dpkg-query -W -f '${db:Status-Status} ${Package}\n' | sed -n 's/^installed //p' | sort -u; }

# What came since the last note, on stdout.
arrived() { [ ! -e "$before" ] || installed | comm -13 "$before" -; }

# Before apt-get runs. A call that was killed has left its own: what it brought is still to be noted.
note_before() {
  [ ! -e "$before" ] || return 0
  installed >"$work/before"
  [ -s "$work/before" ] || fail "dpkg-query tells nothing of what is installed"
  mv "$work/before" "$before"
}

settle() {
  came=$(arrived)
  [ -z "$came" ] || printf '%s\n' "$came" | tee -a "$work/new" >>"$record"
  rm -f "$before"
}

# All that pilab ever brought, on stdout.
brought() {
  came=$(arrived)
  [ ! -e "$record" ] || came="$came
$(cat "$record")"
  printf '%s\n' "$came" | sed '/^$/d' | sort -u
}

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

# apt STAGE WORD...: apt-get WORD..., which never asks and never removes a package.
apt() {
  emit "{\"stage\":\"$1\"}"
  shift
  [ "$1" != install ] || { shift && set -- install -y -q --no-install-recommends --no-remove -o Dpkg::Options::=--force-confold "$@"; }
  limit=${PILAB_APT_WAIT:-600} told=
  until_then=$(($(uptime_seconds) + limit))
  printf '+ apt-get %s\n' "$*" >&2 || :
  while :; do
    if [ -e "$before" ]; then left_over=true; else left_over=false; fi
    note_before
    code=0
    apt-get "$@" </dev/null >"$work/try" 2>&1 || code=$?
    cat "$work/try" >>"$work/log"
    by=
    [ "$code" = 0 ] || by=$(holder "$work/try")
    [ -n "$by" ] || break
    # What others install meanwhile is not ours.
    [ "$left_over" = true ] || rm -f "$before"
    [ "$(uptime_seconds)" -lt "$until_then" ] || fail "apt is still held by $by after $limit s: let it end, then try again"
    [ "$by" = "$told" ] || emit "{\"stage\":\"waiting for apt\",\"holder\":$(json_string "$by")}"
    told=$by
    sleep 2
  done
  settle
  [ "$code" = 0 ] || tail -n 15 "$work/try" >&2 || :
  return "$code"
}

# The cause of a failure, and its cure, on stdout: the first that the output of all calls tells.
cure() {
  while read -r line; do
    if grep -qE "${line%% => *}" "$work/log"; then
      echo "${line#* => }"
      return
    fi
  done <<END
dpkg was interrupted => an earlier installation was interrupted: 'sudo dpkg --configure -a' on this host mends it
No space left on device|enough free space => no space is left, $(space /var /usr)
is not valid yet => this host's clock is wrong, it says $(date -u '+%F %T') UTC: set it, e.g. 'sudo timedatectl set-ntp true'
resolving|Could not resolve => this host can not resolve the mirror's name: it has no internet, or no name server
Could not connect|Network is unreachable|timed out|Cannot initiate => this host can not reach the mirror: no internet, or a proxy is needed
Unable to locate package|no installation candidate => its lists lack the package: see what 'sudo apt-get update' says on this host
END
  echo "the last lines are above"
}
