#!/bin/sh
# Leaves the wireless network of an interface, or joins it again, by the program that manages the interface.
# usage: wifi.sh leave|join IF
#        wifi.sh networks
# stdout: {"changed":true}; networks: {"wlan0":"Home"}, each interface that is in a network
# stderr: each changing command before it runs, and what went wrong
# exit codes: 0 done, 1 failed, 2 usage or an interface that is denied, 4 neither wpa_cli nor nmcli manages it
set -eu
case $0 in */*) here=${0%/*} ;; *) here=. ;; esac
. "$here/lib/common.sh"

# Under NetworkManager wpa_supplicant has no socket for wpa_cli.
by_wpa_cli() { command -v wpa_cli >/dev/null && wpa_cli -i "$interface" status >/dev/null 2>&1; }
by_nmcli() {
  command -v nmcli >/dev/null &&
    case $(nmcli -g GENERAL.STATE device show "$interface" 2>/dev/null) in '' | '10 '*) false ;; esac # 10: unmanaged
}

wpa() { # wpa_cli says OK or FAIL, and exits with 0 all the same
  said=$(change wpa_cli -i "$interface" "$1") || fail "wpa_cli failed: $said"
  [ "$said" = OK ] || fail "wpa_cli $1 said: $said"
}

networks() {
  separator=
  printf '{'
  for radio in "$sys"/class/net/*/phy80211; do
    radio=${radio%/*}
    network=$(iw dev "${radio##*/}" link 2>/dev/null | sed -n 's/^[[:blank:]]*SSID: //p') || network=
    [ -n "$network" ] || continue
    printf '%s"%s":%s' "$separator" "${radio##*/}" "$(json_string "$network")"
    separator=,
  done
  printf '}\n'
}

case ${1-}:$# in
  networks:1)
    networks
    exit
    ;;
  leave:2) wpa_verb=disconnect nm_verb=disconnect ;;
  join:2) wpa_verb=reconnect nm_verb=connect ;;
  *) usage ;;
esac
interface=$2
check_interface "$interface"
check_denied "$interface"
if by_wpa_cli; then
  wpa "$wpa_verb"
elif by_nmcli; then
  change nmcli --wait 15 device "$nm_verb" "$interface" >&2 || fail "NetworkManager did not $nm_verb $interface"
else
  unsupported "neither wpa_cli nor nmcli manages $interface"
fi
echo '{"changed":true}'
