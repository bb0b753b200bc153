package io.pilab.expectation;

import io.pilab.metrics.Bounds;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.record.Outcome;
import java.util.Optional;
import java.util.function.DoubleFunction;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/**
 * A figure of a trial, and the limit that an expectation sets it.
 *
 * @param of what the figure is at least and at most; empty: not known
 * @param atMost or else at least
 * @param text of a value, with its unit
 */
public record LimitedFigure(
        Function<FailoverMetrics, Optional<Bounds>> of, double limit, boolean atMost, DoubleFunction<String> text) {
    /** Seconds that may not be exceeded. */
    static LimitedFigure seconds(Function<FailoverMetrics, Optional<Bounds>> of, double limit) {
        return new LimitedFigure(of, limit, true, v -> Figures.fixed(v, 2) + " s");
    }

    /** PASS or FAIL where the bounds tell, else BROKEN. */
    public Outcome outcome(Bounds value) {
        if (atMost) {
            return value.atMost(limit) ? Outcome.PASS : value.above(limit) ? Outcome.FAIL : Outcome.BROKEN;
        }
        return value.low() >= limit ? Outcome.PASS : value.high() < limit ? Outcome.FAIL : Outcome.BROKEN;
    }

    /**
     * Judges a trial.
     *
     * @param detail what is said of the figure, by its words
     * @param unknown why there may be none
     */
    Judgement judge(FailoverMetrics metrics, UnaryOperator<String> detail, String unknown) {
        return of.apply(metrics)
                .map(value -> {
                    Outcome outcome = outcome(value);
                    String resolution = outcome == Outcome.BROKEN ? Words.resolution(metrics, limit) : "";
                    return new Judgement(outcome, detail.apply(words(value)) + resolution);
                })
                .orElseGet(() -> Judgement.broken(unknown));
    }

    /** {@code 0.58 to 0.80 s}; {@code more than 7.00 s} without an upper end; {@code not known} without any. */
    public String words(Bounds value) {
        if (value.low() == value.high()) {
            return text.apply(value.low());
        }
        if (Double.isInfinite(value.high())) {
            return value.low() <= 0 ? "not known" : "more than " + text.apply(value.low());
        }
        String low = text.apply(value.low());
        return low.substring(0, low.indexOf(' ')) + " to " + text.apply(value.high());
    }
}
