package io.pilab.plan;

import io.pilab.lab.Arm;
import io.pilab.lab.Host;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.Pair;
import io.pilab.lab.Role;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses the addresses of a trial. A tool's control connection may be plain TCP, and runs between the same addresses as
 * the first flow: with MPTCP they are ones that no fault disturbs, where the lab has such; the tcp arm is sent over the
 * very interface that is disturbed.
 */
final class PathChoice {
    private final Pair pair;
    private final Scenario scenario;

    PathChoice(Pair pair, Scenario scenario) {
        this.pair = pair;
        this.scenario = scenario;
    }

    TrialRecord.Path choose(Arm arm) {
        Set<String> faulted = scenario.timeline().interfaces(Role.CLIENT);
        Set<String> serverFaulted = scenario.timeline().interfaces(Role.SERVER);
        boolean wantsFault = arm == Arm.TCP;
        NetworkInterface to = server(wantsFault, serverFaulted);
        NetworkInterface from = pair.client().interfaces().stream()
                .filter(i -> i.address().reaches(to.address()))
                .min(Comparator.comparing(
                                (NetworkInterface i) -> faulted.contains(i.name()) != wantsFault && !faulted.isEmpty())
                        .thenComparing(i -> !i.name().equals(to.name())))
                .orElseThrow(() -> new IllegalArgumentException(
                        "no interface of " + pair.client().name() + " is in the network of " + to.address()));
        return new TrialRecord.Path(
                pair.client().name(),
                from.name(),
                from.address().ip(),
                pair.server().name(),
                to.name(),
                to.address().ip());
    }

    private NetworkInterface server(boolean wantsFault, Set<String> faulted) {
        Host server = pair.server();
        Optional<NetworkInterface> asked = scenario.traffic().toInterface().flatMap(server::networkInterface);
        if (asked.isPresent() && !(wantsFault && !faulted.isEmpty())) {
            return asked.get();
        }
        List<NetworkInterface> all = server.interfaces();
        return all.stream()
                .filter(i -> faulted.contains(i.name()) == wantsFault || faulted.isEmpty())
                .findFirst()
                .orElse(all.get(0));
    }
}
