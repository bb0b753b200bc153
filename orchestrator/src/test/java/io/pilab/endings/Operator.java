package io.pilab.endings;

import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/** What an operator has on the hosts before pilab comes, and what has to be there afterwards. */
final class Operator {
    /** Each of them is there or not. N is another number on each host. */
    private static final List<String> PARTS = List.of(
            """
            ip addr add 192.0.2.N/24 dev wlan0 label wlan0:op
            ip route add default via 192.0.2.254 dev wlan0 table 77
            ip rule add from 192.0.2.N lookup 77 pref 700
            ip route add 198.51.100.0/24 via 192.0.2.254 dev wlan0 metric 55
            ip mptcp endpoint add 192.0.2.N dev wlan0 id 77 subflow backup
            """,
            """
            ip addr add 172.31.0.N/24 dev eth0
            ip mptcp endpoint add 172.31.0.N dev eth0 id 9 signal
            """,
            """
            ip -6 addr add 2001:db8:7::N/64 dev eth0 nodad
            ip -6 route add 2001:db8:8::/48 via 2001:db8:7::fe dev eth0 metric 77
            ip -6 rule add from 2001:db8:7::N lookup 78 pref 710
            """,
            """
            ip route add blackhole 203.0.113.0/24
            ip rule add fwmark 0x7 lookup 77 pref 701
            """,
            "ip mptcp limits set subflows 4 add_addr_accepted 3\n",
            "sysctl -q -w net.mptcp.stale_loss_cnt=5 net.ipv4.tcp_retries2=11 net.ipv4.tcp_keepalive_time=7000\n",
            "sysctl -q -w net.ipv4.conf.all.arp_announce=1 net.ipv4.conf.wlan0.rp_filter=2 net.ipv4.conf.eth0.arp_ignore=1\n",
            "tc qdisc replace dev wlan0 root handle 77: tbf rate 20mbit burst 64kb latency 60ms\n",
            "tc qdisc add dev eth0 parent 1:1 handle 78: pfifo limit 77\n",
            "tc qdisc add dev eth0 ingress\n",
            """
            ip link add op0 address 02:00:00:00:00:0N type bridge
            ip addr add 192.0.2.20N/32 dev op0
            ip link set op0 up
            tc qdisc add dev op0 root handle 5: htb default 1
            tc class add dev op0 parent 5: classid 5:1 htb rate 10mbit
            """,
            """
            nft 'table inet operator { set s { type ipv4_addr; elements = { 192.0.2.1 }; }; \
            chain in { type filter hook input priority 10; ip saddr @s tcp dport 23 drop; }; }'
            """);

    private Operator() {}

    /** A shell script for a host: the same for both, but for its own addresses. */
    static String draw(SplittableRandom random) {
        return PARTS.stream().filter(part -> random.nextInt(3) > 0).collect(Collectors.joining("", "set -e\n", ""));
    }

    static String on(String host, String script) {
        return script.replaceAll("(?<=[.:0])N", TryRig.HOSTS.indexOf(host) == 0 ? "3" : "4");
    }
}
