# shellcheck shell=sh
# Compares captured lines with those of now; restore.sh sources it.
# usage: . "$here/difference.sh", after common.sh and state.sh; saved, work and note_failure are restore.sh's
# stdout: the lines that a function's comment names
# stderr: what the tools say
# exit codes: none of its own
# shellcheck disable=SC2154 # set by restore.sh

# The lines of $1 that $2 lacks, compared without what passes by itself.
lacking() {
  awk -F ' # ' -v other="$2" '
    BEGIN { while ((getline line < other) > 0) { split(line, part, " # "); seen[part[1]] = 1 } }
    !($1 in seen)' "$1"
}

# scope FILE: what on standard input the trial answers for; the rest goes to FILE, since others changed it. lost or extra
# says what the lines are. saved/scope has one word a line: lab or host (docs/agent-scripts.md), then the lab's interfaces
# and addresses on this host; without that file the trial answers for everything. What came with an interface that was not
# captured is left alone, and not told.
scope() {
  awk -v family="$family" -v side="$1" -v scope="$saved/scope" -v links="$saved/links" -v present="$work/present" -v left="$2" '
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
    BEGIN {
      getline mode <scope
      while ((getline line <scope) > 0) lab[line]
      while ((getline line <links) > 0) { split(line, part, " "); captured[part[1]] }
      while ((getline line <present) > 0) { split(line, part, " "); here[part[1]] }
    }
    {
      line = $0
      sub(/ # .*/, "", line)
      n = split(line, word, " ")
      if (side == "extra" && missing(n, word, captured)) next
      answers = mode == "" || of_lab(n, word)
      if (!answers && mode == "host" && side == "lost") answers = family != "links" && !missing(n, word, here)
      if (answers) print
      else print (side == "lost" ? "missing: " : "was not there: ") line >left
    }'
}

# Writes work/now, work/lost, work/extra and work/left.FAMILY; fails when nothing differs that the trial answers for.
differs() {
  family=$1
  : >"$work/lost"
  : >"$work/extra"
  read_state "$1" >"$work/now" || {
    note_failure "$1: cannot be read"
    return 1
  }
  case $1 in links) cp "$work/now" "$work/present" ;; esac
  : >"$work/left.$1.lost"
  : >"$work/left.$1.extra"
  lacking "$saved/$1" "$work/now" | scope lost "$work/left.$1.lost" >"$work/lost"
  lacking "$work/now" "$saved/$1" | scope extra "$work/left.$1.extra" >"$work/extra"
  case $1 in sysctls | limits | links) : >"$work/extra" ;; esac
  [ -s "$work/lost" ] || [ -s "$work/extra" ]
}

# What others changed, as JSON strings: "rules4: was not there: pref 5210 ...".
left_json() {
  separator=
  for file in "$work"/left.*; do
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
  awk -F ' # ' -v family="$1" -v now="$work/now" '
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
