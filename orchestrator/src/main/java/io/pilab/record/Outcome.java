package io.pilab.record;

import java.util.Collection;

/** How a check, a trial or a run ended, from best to worst: the worst of many is the maximum. */
public enum Outcome {
    PASS,
    /** Nothing to judge. */
    SKIPPED,
    /** No verdict: a host, a tool or the connection failed, or the data cannot tell. */
    BROKEN,
    /** The data is good and an expectation does not hold. */
    FAIL;

    /** The worst of several; PASS of none. */
    public static Outcome worst(Collection<Outcome> outcomes) {
        return outcomes.stream().max(Outcome::compareTo).orElse(PASS);
    }
}
