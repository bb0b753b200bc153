package io.pilab.plan;

import java.util.List;
import java.util.Optional;

/**
 * A phase of a run.
 *
 * @param title what is shown as it begins; empty: nothing
 * @param steps in their order
 */
public record PlannedPhase(Phase phase, Optional<String> title, List<Step> steps) {
    public PlannedPhase {
        steps = List.copyOf(steps);
    }

    /** Whether a host has a part in it. */
    public boolean on(String host) {
        return steps.stream().anyMatch(step -> step.hosts().contains(host));
    }
}
