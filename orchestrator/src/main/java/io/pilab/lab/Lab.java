package io.pilab.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** A validated lab, as lab.yaml describes it. */
public record Lab(
        String name, Iperf3Install iperf3, MptcpSettings mptcp, List<Host> hosts, List<Pair> pairs, RigSettings rig) {
    public Lab {
        Names.check(Names.NAME, "lab", name);
        hosts = List.copyOf(hosts);
        pairs = List.copyOf(pairs);
    }

    /** This one, whose hosts are logged in to with other files, where they are given. */
    public Lab with(Optional<Path> identity, Optional<Path> knownHosts) {
        List<Host> others = hosts.stream()
                .map(h -> new Host(h.name(), h.role(), h.ssh().with(identity, knownHosts), h.interfaces()))
                .toList();
        UnaryOperator<Host> other = h -> others.get(hosts.indexOf(h));
        List<Pair> otherPairs = pairs.stream()
                .map(p -> new Pair(other.apply(p.client()), other.apply(p.server())))
                .toList();
        return new Lab(name, iperf3, mptcp, others, otherPairs, rig);
    }

    public Optional<Host> host(String hostName) {
        return hosts.stream().filter(h -> h.name().equals(hostName)).findFirst();
    }

    /** The host that is in no pair. A lab has at most one. */
    public Optional<Host> helper() {
        return hosts.stream().filter(h -> h.role() == Role.HELPER).findFirst();
    }

    /** The hosts with traffic. */
    public List<Host> measured() {
        return hosts.stream().filter(h -> h.role() != Role.HELPER).toList();
    }
}
