package io.pilab.config;

import io.pilab.config.LabDraft.HostDraft;
import io.pilab.config.LabDraft.InterfaceDraft;
import io.pilab.config.LabDraft.PairDraft;
import io.pilab.lab.Role;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Checks what must hold between the parts of a lab: its pairs and the rig's links. */
final class LabChecks {
    private final LabDraft lab;
    private final Problems problems;

    LabChecks(LabDraft lab, Problems problems) {
        this.lab = lab;
        this.problems = problems;
    }

    void run() {
        new AddressChecks(lab, problems).run();
        lab.pairs().ifPresentOrElse(given -> givenPairs(given.value()), this::impliedPair);
        helpers(lab.hosts(Role.HELPER));
        lab.rig().ifPresent(rig -> rig.linkNames().forEach(this::link));
    }

    private void helpers(List<HostDraft> helpers) {
        helpers.stream()
                .skip(1)
                .forEach(host -> problems.add(
                        host.place(),
                        helpers.get(0).name()
                                + " is the helper already; a lab has one at the most, so remove the other"));
        helpers.stream()
                .flatMap(host -> host.addressed().stream())
                .filter(i -> !i.endpoint().flagsOf(Role.HELPER).isEmpty())
                .forEach(i -> problems.add(
                        i.endpointPlace(), "a helper has no traffic that could use an endpoint; remove the key"));
    }

    private void impliedPair() {
        List<HostDraft> hosts = lab.readableHosts();
        if (hosts.isEmpty() || !hosts.stream().allMatch(h -> h.role().isPresent())) {
            return;
        }
        Place place = lab.hosts().orElseThrow().place();
        List<HostDraft> clients = lab.hosts(Role.CLIENT);
        List<HostDraft> servers = lab.hosts(Role.SERVER);
        if (clients.isEmpty() || servers.isEmpty()) {
            Role missing = clients.isEmpty() ? Role.CLIENT : Role.SERVER;
            problems.add(
                    place,
                    "no host has `role: " + missing.label() + "`; a lab needs at least one client and one server");
        } else if (clients.size() > 1 || servers.size() > 1) {
            problems.add(
                    place,
                    "with " + count(clients, "client") + " and " + count(servers, "server")
                            + " the lab has to say who sends to whom; add `pairs: [ { client: "
                            + clients.get(0).name() + ", server: "
                            + servers.get(0).name() + " } ]`");
        } else {
            reachable(clients.get(0).place(), clients.get(0), servers.get(0));
        }
    }

    private static String count(List<HostDraft> hosts, String role) {
        return hosts.size() + " " + role + (hosts.size() == 1 ? "" : "s");
    }

    private void givenPairs(List<PairDraft> pairs) {
        Set<List<String>> seen = new HashSet<>();
        for (PairDraft pair : pairs) {
            Optional<HostDraft> client = pair.client().flatMap(name -> member(name, Role.CLIENT));
            Optional<HostDraft> server = pair.server().flatMap(name -> member(name, Role.SERVER));
            if (client.isPresent() && server.isPresent()) {
                if (!seen.add(List.of(client.get().name(), server.get().name()))) {
                    problems.add(pair.place(), "this pair again; remove one");
                }
                reachable(pair.place(), client.get(), server.get());
            }
        }
    }

    private Optional<HostDraft> member(Placed<String> name, Role role) {
        Optional<HostDraft> host = lab.host(name.value());
        if (host.isEmpty() && lab.hosts().isPresent()) {
            List<String> known = lab.hosts(role).stream().map(HostDraft::name).toList();
            problems.add(
                    name.place(),
                    "no host is called '" + name.value() + "'" + Suggestion.orAllowed(name.value(), known));
        }
        Optional<HostDraft> wrong = host.filter(h -> h.role().isPresent() && !h.is(role));
        wrong.ifPresent(h -> problems.add(
                name.place(),
                "'" + h.name() + "' has `role: " + h.role().get().label() + "`, a pair's " + role.label()
                        + " needs `role: " + role.label() + "`"));
        return host.filter(h -> h.is(role));
    }

    private void reachable(Place place, HostDraft client, HostDraft server) {
        List<InterfaceDraft> from = client.addressed();
        List<InterfaceDraft> to = server.addressed();
        boolean reached = from.stream().anyMatch(f -> to.stream().anyMatch(t -> sameNetwork(f, t)));
        if (!reached && !from.isEmpty() && !to.isEmpty()) {
            problems.add(
                    place,
                    client.name() + " cannot reach " + server.name()
                            + ": no two of their interfaces are in one network (" + networks(from) + " and "
                            + networks(to) + "); check addresses and prefix lengths");
        }
    }

    private static boolean sameNetwork(InterfaceDraft a, InterfaceDraft b) {
        return a.inet().reaches(b.inet()) && b.inet().reaches(a.inet());
    }

    private static String networks(List<InterfaceDraft> interfaces) {
        return String.join(
                ", ",
                interfaces.stream().map(i -> i.inet().network()).distinct().toList());
    }

    private void link(Placed<String> name) {
        List<String> known = lab.readableHosts().stream()
                .flatMap(h -> h.interfaces().stream().flatMap(List::stream))
                .map(InterfaceDraft::name)
                .distinct()
                .toList();
        if (!known.isEmpty() && !known.contains(name.value())) {
            problems.add(
                    name.place(),
                    "no host has an interface '" + name.value() + "'" + Suggestion.orAllowed(name.value(), known));
        }
    }
}
