package io.pilab.plan;

import io.pilab.lab.Host;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.Pair;
import io.pilab.lab.Protocol;
import io.pilab.lab.Role;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Treatment;
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
    private final Treatment treatment;

    PathChoice(Pair pair, Treatment treatment) {
        this.pair = pair;
        this.treatment = treatment;
    }

    TrialRecord.Path choose() {
        Set<String> faulted = treatment.timeline().interfaces(Role.CLIENT);
        Set<String> serverFaulted = treatment.timeline().interfaces(Role.SERVER);
        boolean wantsFault = treatment.arm().protocol() == Protocol.TCP;
        if (treatment.over().isPresent()) {
            return over(treatment.over().get());
        }
        NetworkInterface to = server(wantsFault, serverFaulted);
        NetworkInterface from = pair.client().interfaces().stream()
                .filter(i -> i.address().reaches(to.address()))
                .min(Comparator.comparing(
                                (NetworkInterface i) -> faulted.contains(i.name()) != wantsFault && !faulted.isEmpty())
                        .thenComparing(i -> !i.name().equals(to.name())))
                .orElseThrow(() -> new IllegalArgumentException(
                        "no interface of " + pair.client().name() + " is in the network of " + to.address()));
        return path(from, to);
    }

    /** Over the interface that the arm names, to the one that the traffic names, or to that of the same name. */
    private TrialRecord.Path over(String name) {
        NetworkInterface from = pair.client().networkInterface(name).orElseThrow(() -> unreachable("has no " + name));
        NetworkInterface to = pair.server().interfaces().stream()
                .filter(i -> from.address().reaches(i.address()))
                .min(Comparator.comparing((NetworkInterface i) ->
                                !treatment.traffic().toInterface().equals(Optional.of(i.name())))
                        .thenComparing(i -> !i.name().equals(name)))
                .orElseThrow(() -> unreachable("has no server in the network of " + name));
        return path(from, to);
    }

    private IllegalArgumentException unreachable(String why) {
        return new IllegalArgumentException(
                "arm " + treatment.arm().name() + ": " + pair.client().name() + " " + why);
    }

    private TrialRecord.Path path(NetworkInterface from, NetworkInterface to) {
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
        Optional<NetworkInterface> asked = treatment.traffic().toInterface().flatMap(server::networkInterface);
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
