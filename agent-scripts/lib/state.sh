# shellcheck shell=sh
# Reads a host's network state, as lines that ip(8) and tc(8) take back.
# usage: . "$here/lib/state.sh", after lib/common.sh
# stdout: read_state: one line an object; what may change by itself follows " # "
# stderr: what the tools say
# exit codes: none of its own; the functions fail when a tool does: an empty answer is not a failed one
# shellcheck disable=SC2034,SC2154 # the scripts use families; base and proc are set by lib/common.sh
families="links addresses4 addresses6 routes4 routes6 rules4 rules6 qdiscs endpoints limits sysctls filters"

has_ipv6() { [ -e "$proc/net/if_inet6" ]; }
has_mptcp() { [ -e "$proc/sys/net/mptcp/enabled" ]; }

# The words of each line that stay, then those that pass. In awk so that one fork does a family.
words() {
  awk -v family="$1" '
    BEGIN {
      split("linkdown dead offload trap rt_offload rt_trap offload_failed pervasive tentative deprecated dadfailed " \
        "optimistic [detached] --- ----------------", names, " ")
      for (i in names) passing[names[i]] = 1
    }
    { gsub(/\\/, " "); $0 = $0; out = ""; tail = "" }
    family == "links" {
      sub(/[:@].*/, "", $2)
      for (i = 4; i < NF; i++) value[$i] = $(i + 1)
      print $2, ($3 ~ /[<,]UP[,>]/ ? "up" : "down"), "mtu", value["mtu"], "#", value["state"]
      next
    }
    family ~ /^addresses/ {
      if ($0 ~ / temporary /) next # made by the kernel from its mngtmpaddr
      for (last = 4; last < NF && $(last + 1) != "valid_lft"; last++);
      tail = "dev " $2; stay = $2
      if ($3 == "inet") { $last = "label " $last }
      extra = $(last + 1) " " ($(last + 2) + 0 ? $(last + 2) + 0 : $(last + 2)) \
        " " $(last + 3) " " ($(last + 4) + 0 || $(last + 4) ~ /^0/ ? $(last + 4) + 0 : $(last + 4))
      for (i = 4; i <= last; i++) if (!($i in passing)) out = out $i " "
      print out tail, "#", extra
      next
    }
    family ~ /^routes/ && / table (local|unspec) / { next }
    family ~ /^rules/ { sub(/:/, "", $1); $1 = "pref " $1 }
    family == "endpoints" && / (implicit|rawflags 10)( |$)/ { next } # made by the kernel; 10 is what an older ip(8) says
    family == "qdiscs" { kind = $2; handle = $3; $1 = $2 = $3 = "" }
    {
      $0 = $0
      for (i = 1; i <= NF; i++) {
        if ($i in passing) continue
        if ($i == "refcnt" || $i == "error" || $i == "direct_packets_stat") { i++; continue }
        if ($i == "expires") { i++; tail = " # expires " ($i + 0); continue }
        out = out (out == "" ? "" : " ") $i
        if (family == "qdiscs" && ($i == "root" || $(i - 1) == "parent")) out = out " handle " handle " " kind
      }
      print out tail
    }'
}

# By grep: dash reads byte by byte, and a number's sysctl answers only the first of them.
read_sysctls() {
  grep -sH . "$proc"/sys/net/ipv4/conf/*/arp_ignore "$proc"/sys/net/ipv4/conf/*/arp_announce \
    "$proc"/sys/net/ipv4/conf/*/rp_filter "$proc"/sys/net/ipv4/tcp_congestion_control "$proc"/sys/net/ipv4/tcp_retries2 \
    "$proc"/sys/net/mptcp/* |
    sed -n "/available_/!s|^$proc/sys/\\([^:]*\\):|\\1=|p"
}

# The tables of nftables that are ours: "netdev pilab_123". Without nft there are none.
read_filters() { ! command -v nft >/dev/null || nft list tables | sed -n '/ pilab_/s/^table //p'; }

# Classes and filters of those qdiscs that are not the kernel's default: "dev wlan0 class htb 1:20 ...". What a qdisc makes of
# its flows comes and goes.
read_classes() { # QDISCS, as tc prints them
  devices=$(printf '%s\n' "$1" | awk '$3 != "0:" { for (i = 4; i < NF; i++) if ($i == "dev") print $(i + 1) }' | sort -u) || return 1
  for device in $devices; do
    classes=$(tc class show dev "$device") && filters=$(tc filter show dev "$device") || return 1
    printf '%s\n%s\n' "$classes" "$filters" | awk -v device="$device" '
      !/^[ \t]/ && $0 != "" && !/^class (fq_codel|sfq|cake|fq_pie) / { $1 = $1; print "dev " device " " $0 }'
  done
}

read_qdiscs() {
  qdiscs=$(tc qdisc show) || return 1
  [ -z "$qdiscs" ] || printf '%s\n' "$qdiscs" | words qdiscs
  read_classes "$qdiscs"
}

# read_state FAMILY
read_state() {
  case $1 in
    *6) has_ipv6 || return 0 ;;
    endpoints | limits) has_mptcp || return 0 ;;
  esac
  case $1 in
    links) raw=$(ip -o link show) ;;
    addresses?) raw=$(ip -o "-${1#addresses}" addr show) ;;
    routes?) raw=$(ip -o "-${1#routes}" route show table all) ;;
    rules?) raw=$(ip "-${1#rules}" rule show) ;;
    qdiscs) read_qdiscs && return ;;
    endpoints) raw=$(ip mptcp endpoint show) ;;
    limits) raw=$(ip mptcp limits show) ;;
    sysctls) read_sysctls && return ;;
    filters) raw=$(read_filters) ;;
  esac || return 1
  [ -n "$raw" ] || return 0
  printf '%s\n' "$raw" | words "$1"
}

# save_state FOLDER: what a fault may change, for its heal
save_state() {
  for family in addresses4 routes4 routes6 qdiscs endpoints limits sysctls; do
    read_state "$family" >"$1/$family" || return 1
  done
}

# Routes of all tables as JSON, less what the kernel keeps in the table local by itself. A nexthop begins with neither key.
routes_json() {
  all=$(json_of ip -j "$1" route show table all) || return 1
  printf '%s\n' "$all" | awk '{
    gsub(/^\[ *| *\]$/, "")
    gsub(/\},\{"dst"/, "}\n{\"dst\"")
    gsub(/\},\{"type"/, "}\n{\"type\"")
    n = split($0, route, "\n")
    for (i = 1; i <= n; i++) if (route[i] !~ /"table":"(local|unspec)"/) { printf "%s%s", separator, route[i]; separator = "," }
  }'
}
