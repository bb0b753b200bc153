package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;

/**
 * The blog's two hosts, each a network namespace with eth0 and wlan0, and a third one that holds the switch between
 * them; gone when closed. Every link sends at most 100 Mbit/s. The routes have metrics, of which the kernel knows nothing
 * when it makes them again.
 */
final class TestPair implements AutoCloseable {
    private final ScriptRunner tools;
    private final String prefix;

    TestPair(ScriptRunner tools) {
        this.tools = tools;
        prefix = "pilab-test-" + ProcessHandle.current().pid() + "-" + System.nanoTime() % 1_000_000 + "-";
        try {
            for (String host : List.of("switch", "client", "server")) {
                run("ip netns add " + prefix + host);
                ip(host, "link set lo up");
            }
            ip("switch", "link add bridge0 type bridge");
            ip("switch", "link set bridge0 up");
            cable("client", "eth0", "172.31.0.133", 100);
            cable("client", "wlan0", "172.31.0.173", 600);
            cable("server", "eth0", "172.31.0.218", 100);
            cable("server", "wlan0", "172.31.0.237", 600);
        } catch (AssertionError e) {
            close();
            throw e;
        }
    }

    private void cable(String host, String device, String address, int metric) {
        String port = host.charAt(0) + device;
        ip("switch", "link add " + port + " type veth peer name " + device + " netns " + prefix + host);
        ip("switch", "link set " + port + " master bridge0 up");
        ip(host, "link set " + device + " up");
        ip(host, "addr add " + address + "/24 dev " + device);
        String network = "172.31.0.0/24 dev " + device + " proto kernel scope link src " + address;
        ip(host, "route add " + network + " metric " + metric);
        ip(host, "route del " + network + " metric 0");
        ip(host, "route add default via 172.31.0.1 dev " + device + " proto dhcp src " + address + " metric " + metric);
        run("tc -n " + prefix + host + " qdisc replace dev " + device
                + " root tbf rate 100mbit burst 32k latency 50ms");
    }

    /** The words that run a command on a host. */
    String[] on(String host) {
        return new String[] {"ip", "netns", "exec", prefix + host};
    }

    /** Runs {@code ip} on a host; it must succeed. */
    String ip(String host, String words) {
        return run("ip -n " + prefix + host + " " + words);
    }

    /** The processes on a host, one a line. */
    String processes(String host) {
        return run("ip netns pids " + prefix + host);
    }

    private String run(String words) {
        ScriptResult result = tools.command(List.of(words.split(" ")));
        assertThat(result.exitCode()).as("%s: %s", words, result.stderr()).isZero();
        return result.stdout();
    }

    @Override
    public void close() {
        for (String host : List.of("client", "server", "switch")) {
            tools.command(List.of("ip", "netns", "del", prefix + host));
        }
        assertThat(run("ip netns list")).doesNotContain(prefix);
    }
}
