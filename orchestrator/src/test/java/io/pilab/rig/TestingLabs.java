package io.pilab.rig;

import io.pilab.lab.Host;
import io.pilab.lab.InterfaceAddress;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Lab;
import io.pilab.lab.MptcpEndpoint.Flag;
import io.pilab.lab.MptcpLimits;
import io.pilab.lab.MptcpSettings;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.Pair;
import io.pilab.lab.RigSettings;
import io.pilab.lab.Role;
import io.pilab.lab.SshTarget;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Labs for tests, built without a file. */
final class TestingLabs {
    private static final Map<String, Long> RATES = Map.of("eth0", 200_000_000L, "wlan0", 200_000_000L);

    private TestingLabs() {}

    static Lab blogDemo(String name) {
        return lab(name, blogHosts(22), settings(Optional.empty()));
    }

    /** The server's sshd listens on a port of its own, and clients and servers share an uplink. */
    static Lab uplink(String name, long rate) {
        return lab(name, blogHosts(2222), settings(Optional.of(rate)));
    }

    static Lab pairs(String name, int count) {
        List<Host> hosts = new ArrayList<>();
        for (int n = 0; n < count; n++) {
            hosts.add(host("client" + n, Role.CLIENT, 22, "10.0." + n + ".1", "10.0." + n + ".2"));
            hosts.add(host("server" + n, Role.SERVER, 22, "10.0." + n + ".3", "10.0." + n + ".4"));
        }
        return lab(name, hosts, settings(Optional.empty()));
    }

    static Lab lab(String name, List<Host> hosts, RigSettings rig) {
        List<Pair> pairs = new ArrayList<>();
        for (int n = 0; n + 1 < hosts.size(); n += 2) {
            pairs.add(new Pair(hosts.get(n), hosts.get(n + 1)));
        }
        Iperf3Install iperf3 = new Iperf3Install("3.21", Iperf3Install.InstallSource.AUTO, Optional.empty());
        return new Lab(name, iperf3, new MptcpSettings(new MptcpLimits(2, 4), true), hosts, pairs, rig);
    }

    static RigSettings settings(Optional<Long> uplinkRate) {
        return new RigSettings(RATES, uplinkRate, RigSettings.DEFAULT_CONGESTION_CONTROL);
    }

    private static List<Host> blogHosts(int serverPort) {
        return List.of(
                host("client", Role.CLIENT, 22, "172.31.0.133", "172.31.0.173"),
                host("server", Role.SERVER, serverPort, "172.31.0.218", "172.31.0.237"));
    }

    static Host host(String name, Role role, int port, String eth0, String wlan0) {
        return new Host(
                name,
                role,
                ssh(eth0, port),
                List.of(networkInterface("eth0", 1, eth0), networkInterface("wlan0", 2, wlan0)));
    }

    static SshTarget ssh(String address, int port) {
        return new SshTarget(address, port, "pi", Optional.empty(), Optional.empty());
    }

    static NetworkInterface networkInterface(String name, int id, String ip) {
        return new NetworkInterface(name, new InterfaceAddress(ip, 24), id, Set.of(Flag.SUBFLOW));
    }
}
