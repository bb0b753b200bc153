# shellcheck shell=sh
# Finds what pilab is built and run with, and installs it where that is possible. Sourced by pilab and by dev/*.
# usage: . dev/java.sh, with the repository in $root
# stdout: nothing
# stderr: what is installed or missing
# exit codes: 3 something is missing and cannot be installed

# File names are bytes. A JVM reads them as text only where the locale is UTF-8, and this one is there without being installed.
LC_ALL=C.UTF-8
export LC_ALL

say() {
  printf 'pilab: %s\n' "$*" >&2
}

give_up() {
  say "$*"
  exit 3
}

# tell_progress TEXT LOG: until it is killed, or the sourcing script has ended: what is done, for how long, and the log's last
# line; on a terminal in one line that is redrawn, elsewhere every ten seconds
tell_progress() {
  progress_seconds=0
  while sleep 1 && kill -0 $$ 2>/dev/null; do
    progress_seconds=$((progress_seconds + 1))
    progress_line="pilab: $1, $progress_seconds s $(tail -n 1 "$2" 2>/dev/null | tr -cd '[:print:]')"
    if [ -t 2 ]; then
      printf '\r\033[K%.79s' "$progress_line" >&2
    elif [ $((progress_seconds % 10)) = 0 ]; then
      printf '%s\n' "$progress_line" >&2
    fi
  done
}

# with_progress TEXT LOG COMMAND...: runs it with its output in the log; its exit code
with_progress() {
  tell_progress "$1" "$2" >/dev/null 9>&- &
  progress_teller=$! progress_log=$2 progress_code=0
  shift 2
  "$@" >"$progress_log" 2>&1 </dev/null || progress_code=$?
  kill "$progress_teller" 2>/dev/null || :
  wait "$progress_teller" 2>/dev/null || :
  [ ! -t 2 ] || printf '\r\033[K' >&2
  return "$progress_code"
}

apt_get() {
  apt-get update -q && DEBIAN_FRONTEND=noninteractive apt-get install -q -y --no-install-recommends "$@"
}

# install_packages PACKAGE...: with apt-get, or ends with the cure
install_packages() {
  if ! command -v apt-get >/dev/null; then
    give_up "these are missing: $* (Debian's package names); install them"
  fi
  if [ "$(id -u)" != 0 ]; then
    give_up "these packages are missing: $*; install them with: sudo apt-get install $*"
  fi
  say "installing with apt-get: $*"
  apt_log=$(mktemp)
  if ! with_progress "apt-get" "$apt_log" apt_get "$@"; then
    tail -n 15 "$apt_log" >&2
    rm -f "$apt_log"
    give_up "apt-get could not install: $*"
  fi
  rm -f "$apt_log"
}

# is_java_17 FILE: whether it is a java of version 17 or newer; the release file beside it spares starting it
is_java_17() {
  [ -x "$1" ] || return 1
  java_release=${1%/bin/java}/release java_version=
  if [ -r "$java_release" ]; then
    while IFS='=' read -r key value; do
      [ "$key" != JAVA_VERSION ] || java_version=${value#\"}
    done <"$java_release"
  else
    java_version=$("$1" -version 2>&1 | sed -n 's/.* version "//p')
  fi
  java_version=${java_version%%[!0-9]*}
  [ "${java_version:-0}" -ge 17 ]
}

# find_java [javac]: sets java and JAVA_HOME; with javac, to one that has a compiler as well
find_java() {
  for java in "${JAVA_HOME:-/nowhere}/bin/java" "$(command -v java || :)" /usr/lib/jvm/default-java/bin/java \
    /usr/lib/jvm/*/bin/java; do
    [ ! -h "$java" ] || java=$(readlink -f "$java")
    if is_java_17 "$java" && { [ -z "${1-}" ] || [ -x "${java%/java}/$1" ]; }; then
      JAVA_HOME=${java%/bin/java}
      export JAVA_HOME
      return 0
    fi
  done
  return 1
}

# need_build_tools: a JDK and Maven
need_build_tools() {
  missing=
  find_java javac || missing=default-jdk-headless
  command -v mvn >/dev/null || missing="$missing maven"
  [ -z "$missing" ] || {
    # shellcheck disable=SC2086 # words
    install_packages $missing
    find_java javac || give_up "Java 17 or newer is needed, and default-jdk-headless of this distribution is older"
  }
}

# commit: what is checked out; "-dirty" marks files that differ from it
commit() {
  # shellcheck disable=SC2154 # the sourcing script sets root
  GIT_OPTIONAL_LOCKS=0 git -c safe.directory='*' -C "$root" describe --always --dirty --exclude '*' 2>/dev/null ||
    echo unknown
}
