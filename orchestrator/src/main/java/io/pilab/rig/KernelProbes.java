package io.pilab.rig;

import java.util.List;

/** Tries the kernel features that the links need, in the switch before it has a port. */
final class KernelProbes {
    private KernelProbes() {}

    static List<Command> of(String namespace, boolean shaped) {
        Command bridge = Command.of("ip", "-n", namespace, "-batch", "-")
                .input(List.of("link add probe0 type bridge", "link del probe0"))
                .needing("bridges");
        Command veth = Command.of("ip", "-n", namespace, "-batch", "-")
                .input(List.of("link add probe1 type veth peer name probe2", "link del probe1"))
                .needing("virtual Ethernet (veth)");
        Command tbf = Command.of("tc", "-n", namespace, "-batch", "-")
                .input(List.of(Shape.line("lo", 1_000_000), "qdisc del dev lo root"))
                .needing("the token bucket filter (sch_tbf)");
        return shaped ? List.of(bridge, veth, tbf) : List.of(bridge, veth);
    }
}
