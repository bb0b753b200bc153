package io.pilab.config;

import io.pilab.lab.Host;
import io.pilab.lab.InterfaceAddress;
import io.pilab.lab.Iperf3Install;
import io.pilab.lab.Lab;
import io.pilab.lab.ManagedSwitch;
import io.pilab.lab.MptcpEndpoint.Flag;
import io.pilab.lab.MptcpSettings;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.Pair;
import io.pilab.lab.RigSettings;
import io.pilab.lab.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** A lab as read, with places, possibly incomplete. It becomes a {@link Lab} once it has no problem. */
record LabDraft(
        Optional<String> name,
        SshSection ssh,
        Iperf3Install iperf3,
        MptcpSettings mptcp,
        Optional<Placed<List<HostDraft>>> hosts,
        Optional<Placed<List<PairDraft>>> pairs,
        Optional<RigDraft> rig) {

    record HostDraft(
            String name,
            Place place,
            Optional<Role> role,
            Optional<Placed<String>> address,
            SshSection ssh,
            Optional<List<InterfaceDraft>> interfaces) {
        /** The interfaces with a readable address. */
        List<InterfaceDraft> addressed() {
            return interfaces.stream()
                    .flatMap(List::stream)
                    .filter(i -> i.address().isPresent())
                    .toList();
        }

        boolean is(Role wanted) {
            return role.filter(r -> r == wanted).isPresent();
        }
    }

    /** @param endpointPlace the place of its endpoint */
    record InterfaceDraft(
            String name,
            Optional<Placed<InterfaceAddress>> address,
            Place endpointPlace,
            EndpointDraft endpoint,
            Optional<ManagedSwitch> managedSwitch) {
        InterfaceAddress inet() {
            return address.orElseThrow().value();
        }

        String ip() {
            return inet().ip();
        }
    }

    /**
     * What a file says of an endpoint.
     *
     * @param flags empty: the default of the role; an empty set: no endpoint
     * @param address the address that the file gives for it
     */
    record EndpointDraft(Optional<Set<Flag>> flags, Optional<Placed<String>> address) {
        static final EndpointDraft DEFAULT = new EndpointDraft(Optional.empty(), Optional.empty());

        Set<Flag> flagsOf(Role role) {
            return flags.orElseGet(() -> switch (role) {
                case CLIENT -> Set.of(Flag.SUBFLOW);
                case SERVER -> Set.of(Flag.SIGNAL);
                case HELPER -> Set.of();
            });
        }
    }

    record PairDraft(Place place, Optional<Placed<String>> client, Optional<Placed<String>> server) {}

    record RigDraft(RigSettings settings, List<Placed<String>> linkNames) {}

    List<HostDraft> readableHosts() {
        return hosts.map(Placed::value).orElse(List.of());
    }

    List<HostDraft> hosts(Role role) {
        return readableHosts().stream().filter(h -> h.is(role)).toList();
    }

    Optional<HostDraft> host(String hostName) {
        return readableHosts().stream().filter(h -> h.name().equals(hostName)).findFirst();
    }

    /** The lab, for a checked draft only. */
    Lab lab(UserPaths paths) {
        List<Host> built = readableHosts().stream().map(h -> host(h, paths)).toList();
        List<Pair> builtPairs = pairs.map(given -> given.value().stream()
                        .map(p -> new Pair(
                                named(built, p.client().orElseThrow().value()),
                                named(built, p.server().orElseThrow().value())))
                        .toList())
                .orElseGet(() -> List.of(new Pair(
                        named(built, hosts(Role.CLIENT).get(0).name()),
                        named(built, hosts(Role.SERVER).get(0).name()))));
        RigSettings rigSettings = rig.map(RigDraft::settings).orElseGet(LabDraft::rigDefaults);
        return new Lab(name.orElseThrow(), iperf3, mptcp, built, builtPairs, rigSettings);
    }

    private Host host(HostDraft draft, UserPaths paths) {
        Role role = draft.role().orElseThrow();
        List<NetworkInterface> interfaces = new ArrayList<>();
        for (InterfaceDraft i : draft.interfaces().orElseThrow()) {
            interfaces.add(new NetworkInterface(
                    i.name(),
                    i.address().orElseThrow().value(),
                    interfaces.size() + 1,
                    i.endpoint().flagsOf(role),
                    i.managedSwitch()));
        }
        String address = draft.address().orElseThrow().value();
        return new Host(draft.name(), role, draft.ssh().or(ssh).target(address, paths), interfaces);
    }

    private static RigSettings rigDefaults() {
        return new RigSettings(Map.of(), Optional.empty(), RigSettings.DEFAULT_CONGESTION_CONTROL);
    }

    private static Host named(List<Host> hosts, String name) {
        return hosts.stream().filter(h -> h.name().equals(name)).findFirst().orElseThrow();
    }
}
