package io.pilab.config;

import io.pilab.config.ScenarioDraft.ArmDraft;
import io.pilab.config.ScenarioDraft.FaultDraft;
import io.pilab.config.ScenarioDraft.TrafficDraft;
import io.pilab.lab.Host;
import io.pilab.lab.Lab;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.Role;
import java.util.List;
import java.util.Optional;

/** Checks that a lab has everything that a scenario names. */
final class ScenarioLabChecks {
    private final Lab lab;
    private final Problems problems;

    ScenarioLabChecks(Lab lab, Problems problems) {
        this.lab = lab;
        this.problems = problems;
    }

    void run(ScenarioDraft scenario) {
        scenario.arms().forEach(this::run);
    }

    private void run(ArmDraft arm) {
        arm.over().ifPresent(over -> known(Role.CLIENT, over.value(), over.place()));
        arm.changes().endpoints().forEach(e -> known(e.value().on(), e.value().networkInterface(), e.place()));
        arm.traffic().flatMap(TrafficDraft::to).ifPresent(to -> known(Role.SERVER, to.value(), to.place()));
        for (FaultDraft fault : arm.completeFaults()) {
            Role on = fault.on().get();
            if (on == Role.HELPER && lab.helper().isEmpty()) {
                problems.add(
                        fault.onPlace(),
                        "the lab " + lab.name()
                                + " has no helper; give it a host with `role: helper`, or write on: client"
                                + " or on: server");
                continue;
            }
            fault.fault().get().interfaces().stream().sorted().forEach(name -> known(on, name, fault.interfacePlace()));
            Optional<String> peer = fault.fault().get().peer();
            on.peer().ifPresent(other -> peer.ifPresent(name -> known(other, name, fault.peerPlace())));
        }
    }

    private void known(Role role, String name, Place place) {
        List<String> names = lab.hosts().stream()
                .filter(host -> host.role() == role)
                .map(Host::interfaces)
                .flatMap(List::stream)
                .map(NetworkInterface::name)
                .distinct()
                .toList();
        if (!names.contains(name)) {
            problems.add(
                    place,
                    "no " + role.label() + " of the lab " + lab.name() + " has an interface '" + name + "'"
                            + Suggestion.orAllowed(name, names));
        }
    }
}
