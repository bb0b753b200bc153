package io.pilab.verdict;

import io.pilab.record.Outcome;

/**
 * Whether a trial was what it says it was.
 *
 * @param outcome SKIPPED: nothing to judge, and not counted
 * @param detail the evidence, or the reason
 */
public record Check(String name, Outcome outcome, String detail) {
    /** Its name and its detail. */
    public String sentence() {
        return name + ": " + detail;
    }
}
