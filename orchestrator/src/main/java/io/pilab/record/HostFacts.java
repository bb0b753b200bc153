package io.pilab.record;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A host's report of itself (agent script {@code facts.sh}).
 *
 * @param mptcpEnabled the value of net.mptcp.enabled; empty: the kernel has no MPTCP
 * @param addresses by interface: its IPv4 addresses as {@code a.b.c.d/n}
 * @param sshInterface the interface that carries pilab's SSH connection
 * @param iperf3 every iperf3 found
 * @param freeRunKilobytes free space for spools
 * @param portUsers the processes that listen on iperf3's port
 * @param release of the distribution, as in "debian-12"; empty: unknown
 * @param libc "glibc 2.36"; empty: unknown
 */
public record HostFacts(
        String host,
        String operatingSystem,
        String kernel,
        String architecture,
        Optional<Integer> mptcpEnabled,
        String iproute2,
        String congestionControl,
        Map<String, List<String>> addresses,
        Optional<String> sshInterface,
        List<Iperf3Binary> iperf3,
        List<String> missingTools,
        long freeRunKilobytes,
        List<String> portUsers,
        String release,
        String libc) {
    /** An iperf3 on a host: version "3.21", whether it offers {@code --mptcp}. */
    public record Iperf3Binary(String path, String version, boolean mptcp) {}

    public HostFacts {
        addresses = Map.copyOf(addresses);
        iperf3 = List.copyOf(iperf3);
        missingTools = List.copyOf(missingTools);
        portUsers = List.copyOf(portUsers);
    }
}
