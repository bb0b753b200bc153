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

# What the tools say of a family, after a line "@FAMILY"; "@failed" follows when one fails: an empty answer is not a failed one.
family_text() {
  echo "@$1"
  case $1 in
    *6) has_ipv6 || return 0 ;;
    endpoints | limits) has_mptcp || return 0 ;;
  esac
  case $1 in
    links) ip -o link show ;;
    addresses?) ip -o "-${1#addresses}" addr show ;;
    routes?) ip -o "-${1#routes}" route show table all ;;
    rules?) ip "-${1#rules}" rule show ;;
    qdiscs) qdiscs_text ;;
    endpoints) ip mptcp endpoint show ;;
    limits) ip mptcp limits show ;;
    sysctls) sysctls_text ;;
    filters) ! command -v nft >/dev/null || nft list tables || : ;;
  esac || echo "@failed"
}

# Classes and filters of those qdiscs that are not the kernel's default, each device's after a line "@of DEVICE".
qdiscs_text() {
  told=$(tc qdisc show) || return 1
  printf '%s\n' "$told"
  devices=' '
  while read -r line; do
    case $line in '' | *' 0: '*) continue ;; esac
    device=${line#* dev } device=${device%% *}
    case $devices in *" $device "*) continue ;; esac
    devices="$devices$device "
    echo "@of $device"
    tc class show dev "$device" && tc filter show dev "$device" || return 1
  done <<END
$told
END
}

# By grep: dash reads byte by byte, and a number's sysctl answers only the first of them. Not every kernel has all.
sysctls_text() {
  grep -sH . "$proc"/sys/net/ipv4/conf/*/arp_ignore "$proc"/sys/net/ipv4/conf/*/arp_announce \
    "$proc"/sys/net/ipv4/conf/*/rp_filter "$proc"/sys/net/ipv4/tcp_congestion_control "$proc"/sys/net/ipv4/tcp_retries2 \
    "$proc"/sys/net/mptcp/* || :
}

# read_families WHAT WHERE FAMILY...: all of them, through one awk. WHAT says what becomes of a family's lines:
#   print: they go to standard output
#   keep: they go to the file WHERE/FAMILY
#   json: the same, unless WHERE is empty; some of them are members of a JSON object on standard output
#   compare: they go to the file $work/all.FAMILY; the families that are not line for line as in WHERE/FAMILY go to
#     standard output
# Fails when a tool fails, or when their answers were cut off. In a line the words that stay come first, then " # " and those
# that pass.
read_families() {
  what=$1 where=$2
  shift 2
  {
    for family; do family_text "$family"; done
    echo "@end"
  } | awk -v what="$what" -v where="$where" -v work="${work-}" -v root="$proc/sys/" '
    function quoted(text,   i, c, out) {
      if (text !~ /["\\]/) return "\"" text "\""
      for (i = 1; i <= length(text); i++) {
        c = substr(text, i, 1)
        out = out (c == "\"" || c == "\\" ? "\\" : "") c
      }
      return "\"" out "\""
    }
    function file() { return what == "compare" ? work "/all." family : where "/" family }
    function begin(name) {
      family = name; of = ""
      if (what == "compare") { as = where "/" family; other = 0; more = (getline wanted < as) }
      if (what != "print" && where != "") printf "" > file()
    }
    function end() {
      if (family == "") return
      if (what != "print" && where != "") close(file())
      if (what != "compare") return
      if (other || more) print family
      close(as)
    }
    function emit(line,   part) {
      if (what == "print") { print line; return }
      if (where != "") print line > file()
      if (what == "compare") {
        if (more <= 0 || line != wanted) other = 1
        if (more > 0) more = (getline wanted < as)
      }
      if (what != "json") return
      if (family == "filters") filters = filters (filters == "" ? "" : ",") quoted(line)
      if (family == "qdiscs" && of != "") classes = classes (classes == "" ? "" : ",") quoted(line)
      if (family == "limits" && split(line, part, " ") == 4) {
        limits = "{\"" part[1] "\":" (part[2] + 0) ",\"" part[3] "\":" (part[4] + 0) "}"
      }
      if (family == "sysctls" && split(line, part, "=")) {
        gsub("/", ".", part[1])
        sysctls = sysctls (sysctls == "" ? "" : ",") "\"" part[1] "\":" quoted(part[2])
      }
    }
    BEGIN {
      split("linkdown dead offload trap rt_offload rt_trap offload_failed pervasive tentative deprecated dadfailed " \
        "optimistic [detached] --- ----------------", names, " ")
      for (i in names) passing[names[i]] = 1
      limits = "null"
    }
    /^@/ {
      if ($1 == "@of") { of = $2; next }
      end()
      if ($0 == "@failed") failed = 1
      else if ($0 == "@end") ended = 1
      else begin(substr($0, 2))
      next
    }
    family == "filters" { if (sub(/^table /, "") && / pilab_/) emit($0); next }
    family == "sysctls" {
      if (/available_/ || index($0, root) != 1) next
      sub(/:/, "=")
      emit(substr($0, length(root) + 1))
      next
    }
    of != "" {
      if (!/^[ \t]/ && $0 != "" && !/^class (fq_codel|sfq|cake|fq_pie) /) { $1 = $1; emit("dev " of " " $0) }
      next
    }
    { gsub(/\\/, " "); $0 = $0; out = ""; tail = "" }
    $0 == "" { next }
    family == "links" {
      sub(/[:@].*/, "", $2)
      for (i = 4; i < NF; i++) value[$i] = $(i + 1)
      emit($2 " " ($3 ~ /[<,]UP[,>]/ ? "up" : "down") " mtu " value["mtu"] " # " value["state"])
      next
    }
    family ~ /^addresses/ {
      if ($0 ~ / temporary /) next # made by the kernel from its mngtmpaddr
      for (last = 4; last < NF && $(last + 1) != "valid_lft"; last++);
      tail = "dev " $2
      if ($3 == "inet") { $last = "label " $last }
      extra = $(last + 1) " " ($(last + 2) + 0 ? $(last + 2) + 0 : $(last + 2)) \
        " " $(last + 3) " " ($(last + 4) + 0 || $(last + 4) ~ /^0/ ? $(last + 4) + 0 : $(last + 4))
      for (i = 4; i <= last; i++) if (!($i in passing)) out = out $i " "
      emit(out tail " # " extra)
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
      emit(out tail)
    }
    END {
      end()
      if (what == "json") {
        printf "\"limits\":%s,\"sysctls\":{%s},\"classes\":[%s],\"filters\":[%s]", limits, sysctls, classes, filters
      }
      exit failed || !ended
    }'
}

# read_state FAMILY: its lines on standard output
read_state() { read_families print '' "$1"; }

# save_state FOLDER: what a fault may change, for its heal
save_state() { read_families keep "$1" addresses4 routes4 routes6 qdiscs endpoints limits sysctls; }

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
