package io.pilab.config;

import io.pilab.config.LabDraft.HostDraft;
import io.pilab.config.LabDraft.InterfaceDraft;
import io.pilab.lab.InterfaceAddress;
import io.pilab.lab.Role;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Checks what must hold between the addresses of a lab. */
final class AddressChecks {
    /** The kernel's own limit (MPTCP_PM_ADDR_MAX). */
    private static final int MOST_ENDPOINTS = 8;

    private final LabDraft lab;
    private final Problems problems;
    private final Map<String, Owner> owners = new HashMap<>();

    AddressChecks(LabDraft lab, Problems problems) {
        this.lab = lab;
        this.problems = problems;
    }

    private record Owner(HostDraft host, InterfaceDraft networkInterface) {
        @Override
        public String toString() {
            return host.name() + "'s " + networkInterface.name();
        }
    }

    void run() {
        for (HostDraft host : lab.readableHosts()) {
            for (InterfaceDraft i : host.addressed()) {
                usable(i.address().orElseThrow());
                own(new Owner(host, i));
            }
            endpointCount(host);
        }
        Map<String, HostDraft> targets = new HashMap<>();
        for (HostDraft host : lab.readableHosts()) {
            host.addressed().forEach(i -> endpointAddress(host, i));
            host.address().ifPresent(address -> sshTarget(host, address, targets));
        }
    }

    private void usable(Placed<InterfaceAddress> placed) {
        InterfaceAddress address = placed.value();
        int first = Integer.parseInt(address.ip().substring(0, address.ip().indexOf('.')));
        if (first == 0 || first == 127 || first >= 224) {
            problems.add(
                    placed.place(),
                    address.ip() + " is not an address that an interface of a network can have; take another");
        } else if (address.prefixLength() <= 30) {
            String network = address.network();
            if (network.startsWith(address.ip() + "/")) {
                problems.add(
                        placed.place(),
                        address.ip() + " is the address of the network " + network + " itself; take another");
            } else if (broadcast(address).equals(address.ip())) {
                problems.add(
                        placed.place(), address.ip() + " is the broadcast address of " + network + "; take another");
            }
        }
    }

    private static String broadcast(InterfaceAddress address) {
        StringBuilder dotted = new StringBuilder();
        String[] octets = address.ip().split("\\.");
        for (int i = 0; i < octets.length; i++) {
            int hostBits = Math.max(0, Math.min(8, 8 * (i + 1) - address.prefixLength()));
            dotted.append(i == 0 ? "" : ".").append(Integer.parseInt(octets[i]) | ((1 << hostBits) - 1));
        }
        return dotted.toString();
    }

    private void own(Owner owner) {
        Owner first = owners.putIfAbsent(owner.networkInterface().ip(), owner);
        if (first != null) {
            problems.add(
                    owner.networkInterface().address().orElseThrow().place(),
                    owner.networkInterface().ip() + " is the address of " + first + " already (line "
                            + first.networkInterface()
                                    .address()
                                    .orElseThrow()
                                    .place()
                                    .line()
                            + "); each interface has its own");
        }
    }

    private void endpointCount(HostDraft host) {
        long endpoints = host.addressed().stream()
                .filter(i -> !i.endpoint().flagsOf(Role.CLIENT).isEmpty())
                .count();
        if (endpoints > MOST_ENDPOINTS) {
            problems.add(
                    host.place(),
                    "has " + endpoints + " MPTCP endpoints, the kernel takes " + MOST_ENDPOINTS
                            + "; give interfaces `endpoint: none`");
        }
    }

    /** Detects an endpoint with an address of another host, as in the blog's listing for the server. */
    private void endpointAddress(HostDraft host, InterfaceDraft networkInterface) {
        Optional<Placed<String>> given = networkInterface.endpoint().address();
        if (given.isEmpty() || given.get().value().equals(networkInterface.ip())) {
            return;
        }
        String ip = given.get().value();
        String own = host.name() + "'s " + networkInterface.name();
        String whose = Optional.ofNullable(owners.get(ip))
                .map(owner -> ip + " is " + owner + ", not " + own)
                .orElse("no host of the lab owns " + ip);
        problems.add(
                given.get().place(),
                whose + "; the endpoint of " + own + " has that interface's address, " + networkInterface.ip()
                        + ": remove the key or correct it");
    }

    private void sshTarget(HostDraft host, Placed<String> address, Map<String, HostDraft> targets) {
        Optional<Owner> owner = Optional.ofNullable(owners.get(address.value()));
        owner.filter(o -> !o.host().equals(host))
                .ifPresent(o -> problems.add(
                        address.place(),
                        address.value() + " is " + o + "; SSH for " + host.name() + " would log in to "
                                + o.host().name() + ", so give an address of " + host.name()));
        SshSection ssh = host.ssh().or(lab.ssh());
        String target = address.value() + " port " + ssh.portOrDefault() + ssh.byWayOf();
        HostDraft first = targets.putIfAbsent(target, host);
        if (first != null) {
            problems.add(
                    address.place(),
                    "SSH for " + first.name() + " connects to " + target
                            + ", too; each host has its own address or port");
        }
    }
}
