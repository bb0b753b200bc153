package io.pilab.metrics;

import java.util.List;
import java.util.Map;

/**
 * What of a run is compared with other runs.
 *
 * @param run its name
 * @param arms by name, each one's trials in the order of the repeats
 */
public record RunFigures(String run, Map<String, List<TrialFigures>> arms) {
    /** The trials of an arm; none without such an arm. */
    public List<TrialFigures> arm(String name) {
        return arms.getOrDefault(name, List.of());
    }
}
