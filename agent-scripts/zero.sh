# shellcheck shell=sh
# Tells a share without traffic when the client's traffic began, by this host's clock; told again it is the same.
# usage: experiment.sh zero RUN TRIAL TIME UNCERTAINTY, both nanoseconds; experiment.sh sources it
# stdout: {"told":true}
# stderr: what failed
# exit codes: 0 done, 1 the share does not run, or was told another time, 2 usage
# shellcheck disable=SC2154 # set by experiment.sh
case $4 in *[!0-9]* | '' | 0* | ????????????????????*) refuse "'$4' is not a time in nanoseconds" ;; esac
case $5 in *[!0-9]* | '' | 0?* | ????????????????????*) refuse "'$5' is not a number of nanoseconds" ;; esac
alive || fail "$dir does not run"
if [ ! -e "$dir/zero" ]; then
  echo "$4 $5" >"$dir/zero.new"
  mv "$dir/zero.new" "$dir/zero"
fi
[ "$(cat "$dir/zero")" = "$4 $5" ] || fail "$dir was told another time: $(cat "$dir/zero")"
# shellcheck disable=SC2016 # the inner shell's
[ ! -p "$dir/zero.fifo" ] || timeout 5 sh -c ': >"$1"' zero "$dir/zero.fifo" || [ ! -p "$dir/zero.fifo" ] ||
  fail "$dir does not wait for it" # one that was told just now removes it
echo '{"told":true}'
