package io.pilab.record;

import java.util.Collection;

/** The outcome of a check, a trial or a run, from best to worst. The outcome of several is their maximum. */
public enum Outcome {
    PASS,
    /** Nothing to judge. */
    SKIPPED,
    /** No verdict: a host, a tool or the connection failed, or the data is insufficient. */
    BROKEN,
    /** The data is good, and an expectation does not hold. */
    FAIL;

    /** The worst of several outcomes. PASS of none. */
    public static Outcome worst(Collection<Outcome> outcomes) {
        return outcomes.stream().max(Outcome::compareTo).orElse(PASS);
    }
}
