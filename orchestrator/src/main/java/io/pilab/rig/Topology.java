package io.pilab.rig;

import io.pilab.lab.Host;
import io.pilab.lab.InterfaceAddress;
import io.pilab.lab.Lab;
import io.pilab.lab.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The connections of a rig. One bridge is the lab's single network segment. With an uplink there are two bridges: clients
 * and a helper on one, servers on the other, with a shaped link between them. The controller is then on both, so that its
 * SSH neither disturbs the uplink nor waits for it.
 */
record Topology(List<VirtualHost> hosts, Optional<Long> uplinkRate, List<Foot> controller) {
    static final String LAN = "lan";

    /** A link of the controller: its name in the controller, its name in the switch, its bridge and addresses. */
    record Foot(String name, String switchName, String bridge, List<InterfaceAddress> addresses) {}

    static Topology of(Lab lab) {
        List<VirtualHost> hosts = new ArrayList<>();
        for (Host host : lab.hosts()) {
            hosts.add(VirtualHost.of(host, hosts.size(), lab.rig()));
        }
        requireOwnAddresses(lab);
        Optional<Long> uplink = lab.rig().uplinkRate();
        return new Topology(List.copyOf(hosts), uplink, feet(hosts, uplink.isPresent()));
    }

    /** Real hosts may share an address with a port each. The hosts of a rig are in one network and cannot. */
    private static void requireOwnAddresses(Lab lab) {
        Map<String, String> owners = new LinkedHashMap<>();
        for (Host host : lab.hosts()) {
            String other = owners.putIfAbsent(host.ssh().address(), host.name());
            if (other != null) {
                throw new RigException(
                        RigException.RigFailure.INVALID,
                        "hosts." + host.name() + ".address: " + host.ssh().address() + " is the address of " + other
                                + ", too; in the virtual rig each host has its own");
            }
        }
    }

    private static List<Foot> feet(List<VirtualHost> hosts, boolean uplink) {
        Map<String, InterfaceAddress> networks = new LinkedHashMap<>();
        List<InterfaceAddress> taken = hosts.stream()
                .flatMap(h -> h.ports().stream())
                .map(Port::address)
                .toList();
        taken.forEach(address -> networks.putIfAbsent(address.network(), address));
        FreeAddresses free = new FreeAddresses(taken);
        List<String> bridges = uplink ? List.of(bridge(Role.CLIENT, true), bridge(Role.SERVER, true)) : List.of(LAN);
        List<Foot> feet = new ArrayList<>();
        for (String bridge : bridges) {
            int n = feet.size();
            feet.add(new Foot(
                    "lab" + n,
                    "c" + n,
                    bridge,
                    networks.values().stream().map(free::in).toList()));
        }
        return List.copyOf(feet);
    }

    private static String bridge(Role role, boolean uplink) {
        return uplink ? (role == Role.SERVER ? "servers" : "clients") : LAN;
    }

    String bridge(Role role) {
        return bridge(role, uplinkRate.isPresent());
    }

    List<String> bridges() {
        return controller.stream().map(Foot::bridge).toList();
    }

    boolean shaped() {
        return uplinkRate.isPresent()
                || hosts.stream()
                        .flatMap(h -> h.ports().stream())
                        .anyMatch(p -> p.rate().isPresent());
    }
}
