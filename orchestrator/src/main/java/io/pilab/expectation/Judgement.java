package io.pilab.expectation;

import io.pilab.record.Outcome;

/**
 * What a trial says of an expectation.
 *
 * @param detail the numbers it was judged by, or why it could not be
 */
public record Judgement(Outcome outcome, String detail) {
    static Judgement pass(String detail) {
        return new Judgement(Outcome.PASS, detail);
    }

    static Judgement fail(String detail) {
        return new Judgement(Outcome.FAIL, detail);
    }

    /** The data leaves it undetermined. */
    static Judgement broken(String detail) {
        return new Judgement(Outcome.BROKEN, detail);
    }
}
