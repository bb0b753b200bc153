#!/bin/sh
# Keeps a trial's spool and captured state on the disk while a fault may restart the host. /run has links to them.
# usage: persist.sh keep RUN TRIAL
#        persist.sh recover
#        persist.sh release
#   recover: after a restart, moves back what /run lost. release: moves everything back, lost or not.
# stdout: {"changed":true}
# stderr: what went wrong
# exit codes: 0 done, 1 failed (nothing is lost), 2 usage, 4 not supported here
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"
umask 022

# make_folder BASE: only root may read captured states
make_folder() {
  if ! mkdir -p "$1" || ! (umask 077 && mkdir -p "$1/state"); then fail "$1/state cannot be made"; fi
}

# copy FROM TO: whole, or not at all
copy() {
  fresh=${2%/*}/.${2##*/}.new
  if ! mkdir -p "${2%/*}" || ! rm -rf "$fresh" || ! cp -a "$1" "$fresh" || ! mv -T "$fresh" "$2"; then
    rm -rf "$fresh"
    fail "$1 cannot be copied to $2"
  fi
}

# onto_disk PATH: below both folders
onto_disk() {
  [ -d "$base/$1" ] || fail "there is no $base/$1"
  [ ! -L "$base/$1" ] || return 0
  link=$base/${1%/*}/.${1##*/}.link old=$base/${1%/*}/.${1##*/}.old
  rm -rf "${disk:?}/$1" "$old"
  copy "$base/$1" "$disk/$1"
  ln -sfn "$disk/$1" "$link"
  mv -T "$base/$1" "$old" # at once: a call that is killed here leaves no half of it
  mv -T "$link" "$base/$1"
  rm -rf "$old"
}

# The record of "pilab apply" lies in /run as well, and has to be there again once its endpoints are restored.
keep() {
  make_folder "$disk"
  [ ! -d "$base/applied" ] || [ -L "$base/state/$1-$2" ] || copy "$base/applied" "$base/state/$1-$2/applied"
  onto_disk "state/$1-$2"
  onto_disk "runs/$1/$2"
  sync -f "$disk" 2>/dev/null || sync
}

# No process of a trial outlives a restart, and its numbers may be others' now.
after_restart() {
  [ ! -e "$1/pid" ] || echo '- -' >"$1/pid"
  [ ! -d "$1/applied" ] || [ -e "$base/applied" ] || copy "$1/applied" "$base/applied"
}

back() { # recover|release
  changed=false
  for kept in "$disk"/state/* "$disk"/runs/*/*; do
    path=${kept#"$disk"/}
    [ -d "$kept" ] || continue
    if [ -L "$base/$path" ]; then
      [ "$1" = release ] || continue
      rm "$base/$path"
    else
      after_restart "$kept"
    fi
    rm -rf "$kept/applied"
    make_folder "$base"
    [ -e "$base/$path" ] || copy "$kept" "$base/$path"
    rm -rf "$kept"
    rmdir "${kept%/*}" 2>/dev/null || :
    changed=true
  done
  rmdir "$disk/runs" "$disk/state" "$disk" 2>/dev/null || :
  printf '{"changed":%s}\n' "$changed"
}

case ${1-}:$# in
  keep:3)
    check_run "$2" && check_run "$3"
    keep "$2" "$3"
    echo '{"changed":true}'
    ;;
  recover:1 | release:1) back "$1" ;;
  *) usage ;;
esac
