package io.pilab.scenario;

import io.pilab.fault.Sysctl;
import io.pilab.lab.Host;
import io.pilab.lab.MptcpEndpoint;
import io.pilab.lab.MptcpLimits;
import io.pilab.lab.MptcpSettings;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What an arm wants of its hosts other than the lab does, for its trials alone.
 *
 * @param limits in place of the lab's
 * @param endpoints in place of the lab's, by role and interface
 */
public record HostChanges(Optional<MptcpLimits> limits, List<EndpointChange> endpoints, List<Sysctl> sysctls) {
    /** The lab's own. */
    public static final HostChanges NONE = new HostChanges(Optional.empty(), List.of(), List.of());

    public HostChanges {
        endpoints = List.copyOf(endpoints);
        sysctls = List.copyOf(sysctls);
    }

    /** The host as its trials want it. */
    public Host of(Host host) {
        List<NetworkInterface> changed = host.interfaces().stream()
                .map(i -> endpoints.stream()
                        .filter(e ->
                                e.on() == host.role() && e.networkInterface().equals(i.name()))
                        .findFirst()
                        .map(e -> new NetworkInterface(
                                i.name(), i.address(), i.endpointId(), e.flags(), i.managedSwitch()))
                        .orElse(i))
                .toList();
        return new Host(host.name(), host.role(), host.ssh(), changed);
    }

    /** The lab's settings as its trials want them. */
    public MptcpSettings of(MptcpSettings settings) {
        return new MptcpSettings(limits.orElse(settings.limits()), settings.perSourceRouting());
    }

    /** The addresses of a host that must have no endpoint. */
    public Set<String> bare(Host host) {
        return endpoints.stream()
                .filter(e -> e.on() == host.role() && e.flags().isEmpty())
                .flatMap(e -> host.networkInterface(e.networkInterface()).stream())
                .map(i -> i.address().ip())
                .collect(Collectors.toSet());
    }

    /** Whether an interface is meant to have no subflow at all. */
    public boolean unused(Role role, String networkInterface) {
        return flags(role, networkInterface).filter(Set::isEmpty).isPresent();
    }

    /** Whether an interface is meant to be idle while others carry the traffic. */
    public boolean idle(Role role, String networkInterface) {
        return flags(role, networkInterface)
                .filter(flags -> flags.isEmpty() || flags.contains(MptcpEndpoint.Flag.BACKUP))
                .isPresent();
    }

    private Optional<Set<MptcpEndpoint.Flag>> flags(Role role, String networkInterface) {
        return endpoints.stream()
                .filter(e -> e.on() == role && e.networkInterface().equals(networkInterface))
                .findFirst()
                .map(EndpointChange::flags);
    }

    /** {@code net.mptcp.stale_loss_cnt 1, endpoint client.wlan0 subflow backup}; empty without any. */
    public String description() {
        List<String> parts = new ArrayList<>();
        limits.ifPresent(
                l -> parts.add("limits subflows " + l.subflows() + " add_addr_accepted " + l.addAddrAccepted()));
        endpoints.forEach(e -> parts.add("endpoint " + e.on().label() + "." + e.networkInterface() + " "
                + (e.flags().isEmpty()
                        ? "none"
                        : e.flags().stream()
                                .sorted()
                                .map(MptcpEndpoint.Flag::label)
                                .collect(Collectors.joining(" ")))));
        sysctls.forEach(s -> parts.add(s.key() + " " + s.value()));
        return String.join(", ", parts);
    }

    /** An interface's endpoint. No flags: it has none. */
    public record EndpointChange(Role on, String networkInterface, Set<MptcpEndpoint.Flag> flags) {}
}
