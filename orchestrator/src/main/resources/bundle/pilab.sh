#!/bin/sh
# Starts the pilab of this bundle, with the iperf3 of this bundle.
# usage: ./pilab [OPTION...] COMMAND [ARGUMENT...]; see ./pilab --help
# stdout: the command's
# stderr: the command's
# exit codes: the command's; 3 when Java is missing
set -eu
here=$(CDPATH='' cd -P "$(dirname "$0")" && pwd)
command -v java >/dev/null || {
  echo "pilab: Java 17 or newer is missing on this machine; install it, on Debian: default-jre-headless" >&2
  exit 3
}
# A JVM reads file names as text only where the locale is UTF-8.
export LC_ALL=C.UTF-8
export PILAB_CACHE="${PILAB_CACHE:-$here/cache}" PILAB_LAUNCHER="$here/pilab"
if [ -t 1 ]; then PILAB_TERMINAL=1; else PILAB_TERMINAL=0; fi
export PILAB_TERMINAL
exec java -Dfile.encoding=UTF-8 -cp "$here/pilab.jar" io.pilab.cli.Main "$@"
