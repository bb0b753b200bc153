# shellcheck shell=sh
# Compares captured lines with those of now, and brings back what differs, one family at a time.
# usage: . "$here/lib/reconcile.sh", after lib/common.sh and lib/state.sh
#   The caller sets saved (the folder of captured lines), work (a folder of its own) and changed (a count),
#   and has the function note_failure.
# stdout: the lines that a function's comment names
# stderr: each changing command before it runs, and what the tools say
# exit codes: none of its own; what stays different goes to note_failure
# shellcheck disable=SC2154 # set by the caller

# differences SAVED NOW: what the lines of two files differ in, compared without what passes by itself. Writes work/lost and
# work/extra: what the trial answers for; the rest goes to work/left.FAMILY.lost and .extra, since others changed it.
# saved/scope has one word a line: lab or host (docs/agent-scripts.md), then the lab's interfaces and addresses on this host;
# without that file the trial answers for everything. What came with an interface that was not captured is left alone, and
# not reported.
differences() {
  : >"$work/lost"
  : >"$work/extra"
  awk -v family="$family" -v saved="$1" -v now="$2" -v scope="$saved/scope" -v links="$saved/links" -v present="$work/all.links" \
    -v work="$work" '
    function of_lab(n, word,   i, part) {
      if (family == "links") return word[1] in lab
      if (family == "limits" || family == "filters") return 1
      if (family == "sysctls") {
        split(word[1], part, "[/=]")
        if (part[1] "/" part[2] "/" part[3] != "net/ipv4/conf") return word[1] ~ /^net\/(mptcp\/|ipv4\/tcp_retries2=)/
        return part[4] in lab || (part[4] == "all" && part[5] ~ /^arp_/)
      }
      if (family == "endpoints" && word[1] in lab) return 1
      for (i = 1; i < n; i++) {
        if (word[i] == "dev" && word[i + 1] in lab) return 1
        if (family ~ /^rules/ && word[i] == "from" && word[i + 1] in lab) return 1
      }
      return 0
    }
    # The links on which a line lies: missing counts those of them that are not among the given ones.
    function missing(n, word, known,   i, count, part) {
      if (family == "links") return !(word[1] in known)
      if (family == "sysctls" && split(word[1], part, "/") == 5) {
        return part[3] == "conf" && part[4] != "all" && part[4] != "default" && !(part[4] in known)
      }
      for (i = 1; i < n; i++) if (word[i] == "dev" && !(word[i + 1] in known)) count++
      return count + 0
    }
    function read(file, stays, whole,   line, part, n) {
      while ((getline line <file) > 0) {
        split(line, part, " # ")
        stays[++n] = part[1]
        whole[n] = line
        in_file[file, part[1]]
      }
      return n + 0
    }
    function sort_out(side, n, stays, whole, other,   i, words, word, answers) {
      for (i = 1; i <= n; i++) {
        if ((other, stays[i]) in in_file) continue
        words = split(stays[i], word, " ")
        if (side == "extra" && missing(words, word, captured)) continue
        answers = mode == "" || of_lab(words, word)
        if (!answers && mode == "host" && side == "lost") answers = family != "links" && !missing(words, word, here)
        if (answers) print whole[i] >(work "/" side)
        else print (side == "lost" ? "missing: " : "was not there: ") stays[i] >(work "/left." family "." side)
      }
    }
    BEGIN {
      getline mode <scope
      while ((getline line <scope) > 0) lab[line]
      while ((getline line <links) > 0) { split(line, part, " "); captured[part[1]] }
      while ((getline line <present) > 0) { split(line, part, " "); here[part[1]] }
      close(links)
      close(present)
      n = read(saved, was, whole_was)
      m = read(now, is, whole_is)
      sort_out("lost", n, was, whole_was, now)
      sort_out("extra", m, is, whole_is, saved)
    }'
}

# Sets different to the families that are not line for line as captured. When they cannot be read: to all, since each one is
# looked at again by itself.
compare_all() {
  # shellcheck disable=SC2086 # words are wanted
  different=$(read_families compare "$saved" $families) || different=$families
  # shellcheck disable=SC2086,SC2116 # on one line
  different=" $(echo $different) "
}

# Writes work/all.FAMILY, work/lost, work/extra and work/left.FAMILY; fails when nothing differs that the trial answers for.
# Sets same to whether not even their order, or what passes by itself, is another: then there is nothing to look for.
differs() {
  family=$1 same=false
  : >"$work/lost" # where it is not to be read
  : >"$work/extra"
  : >"$work/left.$1.lost"
  : >"$work/left.$1.extra"
  found=$(read_families compare "$saved" "$1") || {
    note_failure "$1: cannot be read"
    return 1
  }
  [ -n "$found" ] || {
    same=true
    return 1
  }
  differences "$saved/$1" "$work/all.$1"
  case $1 in sysctls | limits | links) : >"$work/extra" ;; esac
  [ -s "$work/lost" ] || [ -s "$work/extra" ]
}

# What others changed, as JSON strings: "rules4: was not there: pref 5210 ...".
left_json() {
  separator=
  for file in "$work"/left.*; do
    [ -e "$file" ] || continue # nothing differs
    family=${file#*/left.}
    while read -r line <&3; do
      printf '%s%s' "$separator" "$(json_string "${family%%.*}: $line")"
      separator=,
    done 3<"$file"
  done
}

report_differences() {
  while read -r line <&3; do note_failure "$1: missing: ${line%% # *}"; done 3<"$work/lost"
  while read -r line <&3; do note_failure "$1: was not there: ${line%% # *}"; done 3<"$work/extra"
}

# Lines to be put anew, since the order decides and is not as captured: that of routes with one destination, table and
# metric, and that of addresses on one device.
out_of_order() {
  awk -F ' # ' -v family="$1" -v now="$work/all.$1" '
    function key(line, n, word, i, k) {
      n = split(line, word, " ")
      k = family == "routes4" ? word[1] : ""
      for (i = 1; i < n; i++)
        if (word[i] ~ (family == "routes4" ? "^(table|tos|metric)$" : "^dev$")) k = k " " word[i] " " word[i + 1]
      return k
    }
    BEGIN {
      while ((getline line < now) > 0) {
        split(line, part, " # ")
        k = key(part[1])
        sequence[k] = sequence[k] "\n" part[1]
      }
    }
    { k = key($1); wanted[k] = wanted[k] "\n" $1; whole[k] = whole[k] "\n" $0 }
    END { for (k in wanted) if (wanted[k] != sequence[k]) print substr(whole[k], 2) }' "$saved/$1"
}

counted() { ! change "$@" || changed=$((changed + 1)); }

# put WORD...: makes what a line says. Append, since one network may lie on two devices.
put() {
  case $family in
    addresses*) counted ip "-${family#addresses}" addr add "$@" ;;
    routes*) counted ip "-${family#routes}" route append "$@" ;;
    rules*) counted ip "-${family#rules}" rule add "$@" ;;
    endpoints) counted ip mptcp endpoint add "$@" ;;
    limits) counted ip mptcp limits set "$@" ;;
    sysctls) counted sysctl -q -w "$1" ;;
    qdiscs) put_qdisc "$@" ;;
  esac
}

# What tc(8) prints is not always what it reads: "limit 77p", "perturb 10sec", pfifo_fast's bands. The kernel keeps a tbf's
# burst in ticks and tc rounds it down: each pass asks for a byte more. Classes and filters are not made again.
put_qdisc() {
  case "$3 $*" in
    class\ * | filter\ *) return 0 ;;
    *' handle 0: '*) return 0 ;; # the kernel's default: there again when ours is gone
  esac
  # shellcheck disable=SC2046 # words are wanted
  counted tc qdisc replace $(echo "$*" | awk -v more="$pass" '{
    for (i = 1; i < NF; i++) {
      if ($i == "handle") kind = $(i + 2)
      if (kind == "tbf" && $i == "burst" && $(i + 1) ~ /^[0-9]+b$/) $(i + 1) = ($(i + 1) + more) "b"
      if ($i ~ /^(limit|flow_limit)$/ && $(i + 1) ~ /^[0-9]+p$/) sub(/p$/, "", $(i + 1))
      if ($i == "perturb") sub(/sec$/, "", $(i + 1))
    }
    if (kind == "pfifo_fast") sub(/ pfifo_fast .*/, " pfifo_fast")
    print
  }')
}

# take WORD...: removes what a line says.
take() {
  case $family in
    addresses*) take_address "${family#addresses}" "$@" ;;
    routes*) counted ip "-${family#routes}" route del "$@" ;;
    rules*) counted ip "-${family#rules}" rule del "$@" ;;
    endpoints)
      while [ "$1" != id ]; do shift; done
      counted ip mptcp endpoint delete id "$2"
      ;;
    filters) counted nft delete table "$@" ;;
    qdiscs)
      case "$3 $*" in
        *' handle 0: '* | class\ * | filter\ *) ;; # goes with its root
        root*) counted tc qdisc del dev "$2" root ;;
        *) counted tc qdisc del dev "$2" parent "$4" ;;
      esac
      ;;
  esac
}

take_address() {
  version=$1 local=$2 peer=
  [ "$3" != peer ] || peer=$4
  while [ "$1" != dev ]; do shift; done
  counted ip "-$version" addr del "$local" ${peer:+peer "$peer"} dev "$2"
}

# each put|take FAMILY FILE
each() {
  family=$2
  set -f # the lines are ours, and are split into words
  while read -r line <&3; do
    case $1 in
      put) line=$(printf '%s' "$line" | sed 's/ # / /; s/ secondary / /; s/ dynamic / /; s/ stable-privacy / /') ;;
      *) line=${line%% # *} ;;
    esac
    # shellcheck disable=SC2086 # see above
    "$1" $line
  done 3<"$3"
  set +f
}

# Only a family that compare_all has found.
reconcile_different() {
  case $different in *" $1 "*) reconcile "$1" ;; esac
}

# Several passes, since one object may need another; what stays different after them has failed.
reconcile() {
  pass=0
  while differs "$1"; do
    if [ "$pass" = 4 ]; then
      report_differences "$1"
      return 0
    fi
    # Of routes first the old way comes back, then the new one goes; of all else the place is emptied first.
    case $1 in routes*) each put "$1" "$work/lost" ;; esac
    each take "$1" "$work/extra"
    case $1 in routes*) ;; *) each put "$1" "$work/lost" ;; esac
    pass=$((pass + 1))
  done
  case $same:$1 in false:routes4 | false:addresses4) ;; *) return 0 ;; esac
  [ -s "$work/all.$1" ] || return 0 # nothing there, or not to be read
  out_of_order "$1" >"$work/order"
  each take "$1" "$work/order"
  each put "$1" "$work/order"
}
