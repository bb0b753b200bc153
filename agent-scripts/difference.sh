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

# Those lines that lie on captured links, or on none: what came with a new interface is not ours to delete.
on_captured_link() {
  awk -v links="$saved/links" '
    BEGIN { while ((getline line < links) > 0) { split(line, part, " "); known[part[1]] = 1 } }
    {
      dev = ""
      for (i = 1; i < NF; i++) if ($i == "dev") dev = $(i + 1)
      if (dev == "" || dev in known) print
    }'
}

# Writes work/now, work/lost and work/extra; fails when nothing differs.
differs() {
  : >"$work/lost"
  : >"$work/extra"
  read_state "$1" >"$work/now" || {
    note_failure "$1: can not be read"
    return 1
  }
  lacking "$saved/$1" "$work/now" >"$work/lost"
  lacking "$work/now" "$saved/$1" | on_captured_link >"$work/extra"
  case $1 in sysctls | limits | links) : >"$work/extra" ;; esac
  [ -s "$work/lost" ] || [ -s "$work/extra" ]
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
