package io.pilab.verdict;

import io.pilab.expectation.Expectation;
import io.pilab.expectation.Judgement;
import io.pilab.record.Outcome;

/**
 * An expectation and its outcome.
 *
 * @param expectation as a reader would say it
 * @param detail the numbers it was judged by, or why it could not be
 */
public record ExpectationResult(String expectation, Outcome outcome, String detail) {
    static ExpectationResult of(Expectation expectation, Judgement judgement) {
        return new ExpectationResult(expectation.title(), judgement.outcome(), judgement.detail());
    }

    static ExpectationResult broken(Expectation expectation, String why) {
        return new ExpectationResult(expectation.title(), Outcome.BROKEN, why);
    }

    /** What was expected, and the detail. */
    public String sentence() {
        return expectation + ": " + detail;
    }
}
