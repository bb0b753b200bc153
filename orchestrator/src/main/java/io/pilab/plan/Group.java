package io.pilab.plan;

import io.pilab.lab.Host;
import java.util.List;
import java.util.Optional;

/**
 * Hosts that do the same.
 *
 * @param label what a plan calls them
 */
record Group(String label, List<Host> hosts) {
    Group {
        hosts = List.copyOf(hosts);
    }

    /** A phase with one step. */
    PlannedPhase phase(Phase phase, Optional<String> title, String text) {
        List<String> names = hosts.stream().map(Host::name).toList();
        return new PlannedPhase(phase, title, List.of(new Step(phase, Step.StepKind.WHOLE, label, names, text)));
    }
}
