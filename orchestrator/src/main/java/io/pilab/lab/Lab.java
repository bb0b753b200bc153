package io.pilab.lab;

import java.util.List;
import java.util.Optional;

/** A lab as lab.yaml describes it, checked. */
public record Lab(
        String name, Iperf3Install iperf3, MptcpSettings mptcp, List<Host> hosts, List<Pair> pairs, RigSettings rig) {
    public Lab {
        Names.check(Names.NAME, "lab", name);
        hosts = List.copyOf(hosts);
        pairs = List.copyOf(pairs);
    }

    public Optional<Host> host(String hostName) {
        return hosts.stream().filter(h -> h.name().equals(hostName)).findFirst();
    }

    /** The host that is in no pair; a lab has one at the most. */
    public Optional<Host> helper() {
        return hosts.stream().filter(h -> h.role() == Role.HELPER).findFirst();
    }

    /** The hosts that traffic flows between. */
    public List<Host> measured() {
        return hosts.stream().filter(h -> h.role() != Role.HELPER).toList();
    }
}
