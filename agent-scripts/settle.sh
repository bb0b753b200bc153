# shellcheck shell=sh
# Brings captured links back and waits for what the kernel then does by itself; restore.sh sources it.
# usage: . "$here/settle.sh", after difference.sh and reconcile.sh; saved, work and changed are restore.sh's
# stdout: nothing
# stderr: each changing command before it runs, and what the tools say
# exit codes: none of its own; what stays different is told through note_failure
# shellcheck disable=SC2154 # set by restore.sh

# Captured links of the trial that were running and are not; the answer is in waiting.
all_running() {
  read_state links >"$work/now" || return 0 # told already
  waiting=$(awk -v now="$work/now" '
    BEGIN { while ((getline line < now) > 0) { split(line, part, " "); state[part[1]] = part[6] } }
    $6 == "UP" && $1 in state && state[$1] != "UP" { printf "%s is %s; ", $1, state[$1] }' "$work/links")
  [ -z "$waiting" ]
}

restore_links() {
  differs links || :
  scope lost /dev/null <"$saved/links" >"$work/links"
  while read -r interface admin _ mtu _ <&3; do
    grep -q "^$interface .* mtu $mtu " "$work/now" || counted ip link set dev "$interface" mtu "$mtu"
    grep -q "^$interface $admin " "$work/now" || counted ip link set dev "$interface" "$admin"
  done 3<"$work/lost"
  poll 10 all_running || note_failure "links: not running after 10 s: $waiting"
  ! differs links || report_differences links
}

link_local_back() {
  ! differs addresses6 || ! grep -q ' scope link ' "$work/lost"
}

none_tentative() {
  ! ip -o -6 addr show tentative up | grep -qv ' dadfailed '
}

# The kernel makes link-local addresses anew when a link comes up; for 3 s they are not added by hand.
await_link_local() {
  poll 3 link_local_back || :
}

# An address under duplicate address detection can neither be used yet nor compared.
await_addresses6() {
  ! has_ipv6 || poll 5 none_tentative || :
}
