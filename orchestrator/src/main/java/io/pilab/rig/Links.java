package io.pilab.rig;

import io.pilab.lab.InterfaceAddress;
import io.pilab.lab.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The commands that build the links: cables, addresses, rates. */
record Links(RigNames names, Topology topology) {
    private static final String UPLINK = "up0";
    private static final String UPLINK_PEER = "up1";

    /** Bridges, and a veth pair for each link, seen from the switch. */
    LocalCommand cabling() {
        List<String> lines = new ArrayList<>(List.of("link set lo up"));
        for (String bridge : topology.bridges()) {
            lines.add("link add " + bridge + " type bridge");
            lines.add("link set " + bridge + " up");
        }
        topology.hosts().forEach(host -> plug(lines, host));
        topology.controller()
                .forEach(f -> plug(lines, f.switchName(), f.name(), names.controllerNamespace(), f.bridge()));
        if (topology.uplinkRate().isPresent()) {
            lines.add("link add " + UPLINK + " type veth peer name " + UPLINK_PEER);
            lines.add("link set " + UPLINK + " master " + topology.bridge(Role.CLIENT) + " up");
            lines.add("link set " + UPLINK_PEER + " master " + topology.bridge(Role.SERVER) + " up");
        }
        return LocalCommand.of("ip", "-n", names.switchNamespace(), "-batch", "-")
                .input(lines);
    }

    private void plug(List<String> lines, VirtualHost host) {
        String bridge = topology.bridge(host.host().role());
        host.ports()
                .forEach(p -> plug(lines, p.switchName(), p.name() + " address " + p.mac(), namespace(host), bridge));
    }

    private static void plug(List<String> lines, String here, String there, String namespace, String bridge) {
        String name = there.split(" ")[0];
        lines.add("link add " + here + " type veth peer name " + there + " netns " + namespace);
        lines.add("link set " + here + " alias " + namespace + ":" + name + " master " + bridge + " up");
    }

    /** The commands that plug a host with a new namespace into the switch again. */
    List<LocalCommand> again(VirtualHost host) {
        List<String> plugs = new ArrayList<>();
        plug(plugs, host);
        List<String> atSwitch = new ArrayList<>();
        List<LocalCommand> commands = new ArrayList<>(List.of(ip(names.switchNamespace(), plugs), addresses(host)));
        commands.addAll(rates(host, atSwitch));
        tc(commands, names.switchNamespace(), atSwitch);
        return commands;
    }

    private String namespace(VirtualHost host) {
        return names.host(host.host().name());
    }

    List<LocalCommand> addresses() {
        List<LocalCommand> commands = new ArrayList<>();
        topology.hosts().forEach(host -> commands.add(addresses(host)));
        commands.add(controller());
        return commands;
    }

    private LocalCommand addresses(VirtualHost host) {
        List<String> lines = new ArrayList<>(List.of("link set lo up"));
        host.ports().forEach(port -> address(lines, port));
        return ip(namespace(host), lines);
    }

    /** As NetworkManager does it: the connected route is set explicitly, with a metric by the kind of interface. */
    private static void address(List<String> lines, Port port) {
        lines.add("addr add " + port.address() + " brd + dev " + port.name() + " noprefixroute");
        lines.add("link set " + port.name() + " up");
        lines.add("route add " + port.address().network() + " dev " + port.name() + " proto kernel scope link src "
                + port.address().ip() + " metric " + port.metric());
    }

    private LocalCommand controller() {
        List<String> lines = new ArrayList<>(List.of("link set lo up"));
        for (Topology.Foot foot : topology.controller()) {
            boolean first = foot.equals(topology.controller().get(0));
            for (InterfaceAddress address : foot.addresses()) {
                lines.add("addr add " + address + " brd + dev " + foot.name() + (first ? "" : " noprefixroute"));
            }
            lines.add("link set " + foot.name() + " up");
            if (!first) {
                routesToServers(lines, foot);
            }
        }
        return ip(names.controllerNamespace(), lines);
    }

    private void routesToServers(List<String> lines, Topology.Foot foot) {
        for (VirtualHost host : topology.hosts()) {
            if (host.host().role() == Role.SERVER) {
                for (Port port : host.ports()) {
                    InterfaceAddress own = foot.addresses().stream()
                            .filter(address ->
                                    address.network().equals(port.address().network()))
                            .findFirst()
                            .orElseThrow();
                    lines.add("route add " + port.address().ip() + "/32 dev " + foot.name() + " src " + own.ip());
                }
            }
        }
    }

    /** Each end of a link shapes what it sends, so both ends together shape both directions. */
    List<LocalCommand> rates() {
        List<LocalCommand> commands = new ArrayList<>();
        List<String> atSwitch = new ArrayList<>();
        topology.hosts().forEach(host -> commands.addAll(rates(host, atSwitch)));
        shape(atSwitch, UPLINK, topology.uplinkRate());
        shape(atSwitch, UPLINK_PEER, topology.uplinkRate());
        tc(commands, names.switchNamespace(), atSwitch);
        return commands;
    }

    private List<LocalCommand> rates(VirtualHost host, List<String> atSwitch) {
        List<LocalCommand> commands = new ArrayList<>();
        List<String> atHost = new ArrayList<>();
        for (Port port : host.ports()) {
            shape(atHost, port.name(), port.rate());
            shape(atSwitch, port.switchName(), port.rate());
        }
        tc(commands, namespace(host), atHost);
        return commands;
    }

    private static void shape(List<String> lines, String name, Optional<Long> rate) {
        rate.ifPresent(bits -> lines.add(TokenBucket.line(name, bits)));
    }

    private static void tc(List<LocalCommand> commands, String namespace, List<String> lines) {
        if (!lines.isEmpty()) {
            commands.add(LocalCommand.of("tc", "-n", namespace, "-batch", "-").input(lines));
        }
    }

    private static LocalCommand ip(String namespace, List<String> lines) {
        return LocalCommand.of("ip", "-n", namespace, "-batch", "-").input(lines);
    }
}
