# shellcheck shell=sh
# Brings back the routes of one interface that a trial saved.
# usage: . "$here/lib/routes.sh", after lib/common.sh and lib/state.sh
#   The caller sets interface and changed.
# stdout: nothing
# stderr: each changing command before it runs, and what the tools say
# exit codes: none of its own; the functions fail when routes cannot be read or brought back
# shellcheck disable=SC2154 # set by the caller

# What makes the routes on standard input those saved in $1, as far as they lie on this interface alone: one "append",
# "prepend" or "del" a line, in the order in which the kernel takes them. Of IPv4 routes that differ in nothing but their
# interface the first one counts, so it is saved as well whether ours came before all others.
route_changes() {
  awk -v device="$interface" -v saved="$1" -v family="$family" '
    function is_ours(line, n, word, i, found) {
      n = split(line, word, " ")
      for (i = 1; i < n; i++) if (word[i] == "dev") { if (word[i + 1] != device) return 0; found = 1 }
      return found
    }
    function group(line, n, word, i, key) {
      if (family == "routes6") return line
      n = split(line, word, " ")
      key = word[1]
      for (i = 2; i < n; i++) if (word[i] ~ /^(table|tos|metric)$/) key = key " " word[i] " " word[i + 1]
      return key
    }
    function note(line, order, others, key) {
      key = group(line)
      if (is_ours(line)) order[key] = order[key] "\n" line
      else if (!(key in others)) { others[key] = 1; order[key] = order[key] "\n*" }
    }
    BEGIN {
      while ((getline line < saved) > 0) {
        split(line, part, " # ")
        note(part[1], wanted, wanted_others)
        if (!is_ours(part[1])) continue
        was[part[1]] = 1
        sub(" # ", " ", line)
        whole[part[1]] = line
        lines[++count] = part[1]
      }
    }
    NF { split($0, part, " # "); note(part[1], now, now_others); if (is_ours(part[1])) is[part[1]] = 1 }
    END {
      for (line in is) {
        key = group(line)
        if (!(line in was)) extra = extra "del " line "\n"
        else if (now[key] != wanted[key] && wanted[key] ~ /\n.*\n/) { again = again "del " line "\n"; delete is[line] }
      }
      for (i = 1; i <= count; i++) {
        line = lines[i]
        if (line in is) continue
        key = group(line)
        leads = (key in wanted_others) && index(wanted[key] "\n", "\n" line "\n") < index(wanted[key], "\n*")
        if (leads) first = "prepend " whole[line] "\n" first
        else if (line ~ / via /) late = late "append " whole[line] "\n"
        else early = early "append " whole[line] "\n"
      }
      printf "%s%s%s%s%s", again, early, first, late, extra
    }'
}

# The interface's saved addresses in $1 that are not on standard input.
lost_addresses() {
  awk -v device="$interface" '{ sub(/ # .*/, "") } $NF != device { next } NR == FNR { was[$1]; next } { delete was[$1] }
    END { for (address in was) printf "%s ", address }' "$1" -
}

# routes_back FOLDER: where save_state put them. It waits for nothing: a later fault has its own time.
routes_back() {
  present=$(read_state addresses4) && [ -r "$1/addresses4" ] || return 1
  lost=$(printf '%s\n' "$present" | lost_addresses "$1/addresses4")
  if [ -n "$lost" ]; then
    say "$interface has lost ${lost}meanwhile: who took it (NetworkManager?) has to bring it and the routes back"
    return 0
  fi
  for family in routes4 routes6; do
    [ -r "$1/$family" ] || return 1
    for pass in 1 2 3; do
      present=$(read_state "$family") || return 1
      todo=$(printf '%s\n' "$present" | route_changes "$1/$family")
      [ -n "$todo" ] || continue 2
      [ "$pass" != 3 ] || return 1
      set -f # the lines are ours, and are split into words
      while read -r line; do
        # shellcheck disable=SC2086,SC2034 # see above; changed is link.sh's
        if change ip "-${family#routes}" route $line; then changed=true; fi
      done <<END
$todo
END
      set +f
    done
  done
}
