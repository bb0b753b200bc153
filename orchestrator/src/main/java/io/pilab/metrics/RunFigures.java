package io.pilab.metrics;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What of a run is compared with other runs.
 *
 * @param run its name
 * @param arms by name, each one's trials in the order of the repeats
 */
public record RunFigures(String run, Map<String, List<TrialFigures>> arms) {
    /** The trials of an arm; empty without such an arm. */
    public Optional<List<TrialFigures>> arm(String name) {
        return Optional.ofNullable(arms.get(name));
    }
}
