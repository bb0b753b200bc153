package io.pilab.verdict;

import io.pilab.lab.Arm;
import io.pilab.record.Outcome;
import io.pilab.scenario.Expectation;

/**
 * An expectation and what became of it.
 *
 * @param expectation as a reader would say it
 * @param detail the numbers it was judged by, or why it could not be
 */
public record ExpectationResult(String expectation, Outcome outcome, String detail) {
    /** {@code mptcp recovers 90% of settled within 2s}; without an arm, of each trial. */
    static String title(Expectation expectation) {
        return expectation.arm().map(Arm::label).map(a -> a + " ").orElse("") + expectation.description();
    }
}
