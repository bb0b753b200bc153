package io.pilab.rig;

import java.util.List;

/** Tries the kernel features that the links need, in the switch before it has a port. */
final class KernelProbes {
    private KernelProbes() {}

    static List<LocalCommand> of(String namespace, boolean shaped) {
        LocalCommand bridge = LocalCommand.of("ip", "-n", namespace, "-batch", "-")
                .input(List.of("link add probe0 type bridge", "link del probe0"))
                .needing("bridges");
        LocalCommand veth = LocalCommand.of("ip", "-n", namespace, "-batch", "-")
                .input(List.of("link add probe1 type veth peer name probe2", "link del probe1"))
                .needing("virtual Ethernet (veth)");
        LocalCommand tbf = LocalCommand.of("tc", "-n", namespace, "-batch", "-")
                .input(List.of(TokenBucket.line("lo", 1_000_000), "qdisc del dev lo root"))
                .needing("the token bucket filter (sch_tbf)");
        return shaped ? List.of(bridge, veth, tbf) : List.of(bridge, veth);
    }
}
