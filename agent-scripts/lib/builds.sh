# shellcheck shell=sh
# Where builds of iperf3 and their results lie, and how a result comes into its place.
# usage: . "$here/lib/builds.sh", after lib/common.sh, lib/process.sh and lib/iperf3.sh
# stdout: what a function's comment names
# stderr: each changing command before it runs; a refused argument
# exit codes: 2 a refused argument
# shellcheck disable=SC2034 # the scripts use these

# Unlike /run/pilab these survive a reboot. PILAB_ROOT: another root folder, for tests.
state=${PILAB_ROOT-}/var/lib/pilab builds=${PILAB_ROOT-}/var/lib/pilab/build opt=${PILAB_ROOT-}/opt

check_version() {
  case $1 in *[!0-9.]* | '' | .*) refuse "'$1' is not a version like 3.21" ;; esac
}

check_path() {
  case $1 in
    *[!A-Za-z0-9._/+-]* | [!/]* | '') refuse "'$1' is not an absolute path: letters, digits, '.', '_', '/', '+', '-'" ;;
  esac
}

# check_sum WHAT VALUE LENGTH
check_sum() {
  case $2 in *[!0-9a-f]* | '') refuse "'$2' is not a $1 in hexadecimal" ;; esac
  [ "${#2}" = "$3" ] || refuse "'$2' is not a $1: it has ${#2} hexadecimal digits, not $3"
}

# Root's, but a file in it may be read by the login user, who fetches it.
make_folders() { mkdir -p "$builds" && chmod 711 "$state" "$builds"; }

# copy_checked FILE SHA256 COPY: a copy that only root can change, compared before anything in it is used.
# Fails with the objection on stdout.
copy_checked() {
  copy_error=$(cat "$1" 2>&1 >"$3") || {
    case $copy_error in *'No space left'*) echo "no space is left: $(space "$3")" ;; *) echo "$1 cannot be read" ;; esac
    return 1
  }
  sum=$(sha256sum <"$3")
  [ "${sum%% *}" = "$2" ] && return
  echo "$1 is not the tarball that was asked for: its SHA-256 is ${sum%% *}, not $2"
  return 1
}

# The fullest of the file systems where these files or folders lie, on stdout.
space() {
  df -Pk "$@" | awk 'NR > 1 && (!said || $4 < free) { free = $4; said = int(free / 1024) " MB free on " $1 ", mounted on " $6 }
    END { print said }'
}

foreign() { [ -e "$opt/iperf3-$1" ] && [ ! -e "$opt/iperf3-$1/.pilab" ]; }
foreign_text() { echo "$opt/iperf3-$1 is there, is not a working iperf3 $1 with --mptcp, and pilab did not make it: move it away"; }

# What a call that was killed may have left; facts.sh does not look into a folder with a dot.
sweep() { rm -rf "$opt/.iperf3-$1.new" "$opt/.iperf3-$1.old"; }

# place FOLDER VERSION: nothing looks installed before the last rename. Chained: it runs where errors do not end the shell.
place() {
  ! foreign "$2" || { foreign_text "$2" && return 1; }
  mkdir -p "$opt"
  lock_folder "$state" || { say "another call builds or installs an iperf3 for 40 s" && return 1; }
  sweep "$2" && change cp -a "$1" "$opt/.iperf3-$2.new" || return
  if [ -e "$opt/iperf3-$2" ]; then change mv -T "$opt/iperf3-$2" "$opt/.iperf3-$2.old" || return 1; fi
  change mv -T "$opt/.iperf3-$2.new" "$opt/iperf3-$2" && sweep "$2" && exec 9<&-
}

compiler() { command -v cc >/dev/null && command -v make >/dev/null; }
