package io.pilab.rig;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The kernel settings of each namespace. A new namespace inherits the machine's own IPv4 settings (ip-sysctl,
 * devconf_inherit_init_net). So everything that an experiment depends on is set to the values of Raspberry Pi OS.
 */
final class Settings {
    private static final List<String> ALL = List.of("all", "default");

    private Settings() {}

    static List<LocalCommand> of(RigNames names, Topology topology) {
        List<LocalCommand> commands = new ArrayList<>();
        boolean twoFeet = topology.controller().size() > 1;
        // two addresses in one network: each interface answers for its own address only
        commands.add(sysctl(names.controllerNamespace(), addressing(twoFeet ? 1 : 0, twoFeet ? 2 : 0)));
        topology.hosts().forEach(host -> commands.add(ofHost(names, host)));
        return commands;
    }

    static LocalCommand ofHost(RigNames names, VirtualHost host) {
        return sysctl(names.host(host.host().name()), addressing(0, 0));
    }

    static List<LocalCommand> congestionControl(RigNames names, Topology topology, String name) {
        return topology.hosts().stream()
                .map(h -> sysctl(names.host(h.host().name()), List.of("net.ipv4.tcp_congestion_control=" + name)))
                .toList();
    }

    private static List<String> addressing(int arpIgnore, int arpAnnounce) {
        List<String> values =
                List.of("forwarding=0", "rp_filter=0", "arp_ignore=" + arpIgnore, "arp_announce=" + arpAnnounce);
        return ALL.stream()
                .flatMap(which -> values.stream().map(value -> "net.ipv4.conf." + which + "." + value))
                .toList();
    }

    private static LocalCommand sysctl(String namespace, List<String> assignments) {
        Stream<String> words = Stream.of("nsenter", "--net=" + RigNames.namespaceFile(namespace), "sysctl", "-q", "-w");
        return LocalCommand.of(Stream.concat(words, assignments.stream()).toArray(String[]::new));
    }
}
