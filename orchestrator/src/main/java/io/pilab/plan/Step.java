package io.pilab.plan;

import java.util.List;

/**
 * One line of a plan, and what a run does for it.
 *
 * @param host the host's name; "both" where each of the pair does it, "all" where a helper does as well
 * @param hosts the names of those that do it
 * @param text what happens, a command where it is one
 */
public record Step(Phase phase, StepKind kind, String host, List<String> hosts, String text) {
    /** How it is done. */
    public enum StepKind {
        /** The phase itself, for each of the hosts. */
        WHOLE,
        /** A host keeps on its disk what its restart would take. */
        KEEP,
        /** A host's share of the trial is started. */
        START,
        /** The host does it by itself, at its time. */
        FIRE
    }

    public Step {
        hosts = List.copyOf(hosts);
    }
}
