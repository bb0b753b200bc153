# shellcheck shell=sh
# The body of one build.
# usage: . "$here/lib/compile.sh", after lib/common.sh, lib/process.sh, lib/iperf3.sh and lib/builds.sh
#   build.sh sources it, sets version, dir and prefix, and calls compile, detached.
# stdout: the log, as stderr
# stderr: each step and its command; what failed
# exit codes: of compile: 0 installed, 1 not: the file "reason" of the build's folder says why
# shellcheck disable=SC2154,SC2317 # set by build.sh; called by step

# What of this stage's output says best why it failed: the first error, or else the last line.
cause() {
  sed -n "/^== $1\$/,\$p" log >work/cause
  grep -m 1 -iE '(^|[^a-z_-])(error|fatal)[ :]|not found$' work/cause || tail -n 1 work/cause
}

# failed STAGE CODE COMMAND
failed() {
  if grep -q 'No space left on device' log; then
    place=$dir
    [ ! -d "$opt" ] || place=$opt
    give_up 1 "$1 failed: no space is left, $(space "$dir" "$place")"
  fi
  how="$3 ended with $2"
  [ "$2" -le 128 ] || how="$3 was killed by signal $(($2 - 128))"
  [ "$2" != 137 ] || how="$how, as when memory runs out"
  hint=
  if [ "$1" = configure ] && grep -qE 'C compiler cannot create|stdio\.h' log; then
    hint="; 'packages.sh build-tools' installs what a build needs"
  fi
  give_up 1 "$1 failed: $how: $(cause "$1")$hint"
}

# step STAGE COMMAND...
step() {
  echo "$1" >stage.new && mv stage.new stage
  printf '== %s\n+ ' "$1"
  stage=$1
  shift
  printf '%s\n' "$*"
  code=0
  (cd "$where" && "$@") || code=$?
  [ "$code" = 0 ] || failed "$stage" "$code" "$1"
}

# Only over the protocol that the URL names, without a prompt, and without hooks.
prepare_git() {
  case $from in
    https://*) GIT_ALLOW_PROTOCOL=https ;;
    *)
      GIT_ALLOW_PROTOCOL=file from=file://${from#file://}
      # A mirror on this host may belong to the login user.
      printf '[safe]\n\tdirectory = %s\n\tdirectory = %s/.git\n' "${from#file://}" "${from#file://}" >work/gitconfig
      export GIT_CONFIG_GLOBAL="$dir/work/gitconfig"
      ;;
  esac
  export GIT_ALLOW_PROTOCOL GIT_PROTOCOL_FROM_USER=0 GIT_TERMINAL_PROMPT=0
}

unpack() {
  case $kind in
    git) git -C work/source -c core.hooksPath=/dev/null checkout -q --detach "$sum" ;;
    *) mkdir work/source && tar -xzf work/source.tar.gz -C work/source --strip-components=1 --no-same-owner ;;
  esac || return
  # One age for all, and an old one: nothing generated looks outdated, whatever the order of unpacking and this host's clock.
  find work/source ! -type l -exec touch -t 200001010000 {} +
}

mark() {
  case $kind in
    git) source="\"git\",\"url\":\"$from\",\"tag\":\"$tag\",\"commit\":\"$sum\"" ;;
    *) source="\"tarball\",\"sha256\":\"$sum\"" ;;
  esac
  printf '{"version":"%s","source":%s,"built":"%s"}\n' "$version" "$source" "$(date -u +%Y-%m-%dT%H:%M:%SZ)"
}

fetch_git() {
  prepare_git
  step fetch git -c core.hooksPath=/dev/null -c http.lowSpeedLimit=1000 -c http.lowSpeedTime=60 \
    clone -q --depth 1 --single-branch --no-checkout --template= --branch "$tag" -- "$from" work/source
  is=$(git -C work/source rev-parse HEAD) || give_up 1 "fetch failed: tag $tag of $from has no commit"
  [ "$is" = "$sum" ] || give_up 1 "fetch failed: tag $tag of $from is commit $is, not $sum"
}

compile() {
  trap '' HUP PIPE
  cd "$dir" || exit 1
  echo "$$ $(start_time $$) $(boot)" >pid.new
  mv pid.new pid
  exec 9<&-
  where=.
  export TMPDIR="$dir/work/tmp" # the compiler's files are ended with the work
  read -r kind sum from tag <source
  if [ "$kind" = git ]; then fetch_git; fi
  step unpack unpack
  where=work/source
  step configure ./configure --disable-shared --without-openssl --without-sctp --prefix="$prefix"
  step compile make -j "$(nproc)"
  step install make install DESTDIR="$dir/work/root" LDCONFIG=: # the host's own libraries are none of ours
  wrong=$(objection "work/root$prefix/bin/iperf3" "$version")
  [ -z "$wrong" ] || give_up 1 "install failed: the built iperf3 $wrong"
  mark >"work/root$prefix/.pilab"
  step install place "$dir/work/root$prefix" "$version"
  rm -rf work log
  mv pid finished
}
