package io.pilab.statistics;

import io.pilab.metrics.Figures;
import io.pilab.metrics.Measure;
import java.util.Optional;

/** A comparison in words. */
public final class ComparisonText {
    private static final double LEAST_CHANCE = 0.0001;

    private ComparisonText() {}

    /** {@code -0.21 s (95% interval -0.38 s to -0.05 s), 10 repeats, each known to 0.20 s}; of a rate {@code 0.89 times}. */
    public static String of(Measure measure, PairedComparison comparison, int dropped) {
        int repeats = comparison.differences().size();
        String interval = interval(measure, comparison)
                .map(i -> "95% interval " + i)
                .orElse("too few repeats for an interval, it takes " + PairedComparison.LEAST);
        return estimate(measure, comparison) + " (" + interval + "), " + repeats
                + (repeats == 1 ? " repeat" : " repeats")
                + (dropped == 0 ? "" : ", " + dropped + " without it")
                + resolution(", each known to ", comparison);
    }

    /** In a table: {@code -0.21 s (-0.38 s to -0.05 s), known to 0.20 s}. */
    public static String brief(Measure measure, PairedComparison comparison) {
        return estimate(measure, comparison)
                + interval(measure, comparison).map(i -> " (" + i + ")").orElse("")
                + resolution(", known to ", comparison);
    }

    private static String estimate(Measure measure, PairedComparison comparison) {
        return value(measure, comparison.estimate()) + (measure.rate() ? " times" : "");
    }

    private static Optional<String> interval(Measure measure, PairedComparison comparison) {
        return comparison.interval().map(i -> {
            String low = value(measure, i.low());
            String high = value(measure, i.high());
            return low.equals(high) ? low : low + " to " + high;
        });
    }

    private static String resolution(String head, PairedComparison comparison) {
        return comparison.resolution() > 0 ? head + Figures.fixed(comparison.resolution(), 2) + " s" : "";
    }

    private static String value(Measure measure, double difference) {
        return measure.rate() ? ratio(difference) : seconds(difference);
    }

    /** {@code 0.012}. */
    public static String chance(double chance) {
        return chance < LEAST_CHANCE ? "below " + Figures.fixed(LEAST_CHANCE, 4) : Figures.fixed(chance, 4);
    }

    /** Of a time that did not come in one of the two. */
    public static String endless(double difference) {
        return difference > 0 ? "longer than was watched" : "shorter by more than was watched";
    }

    private static String seconds(double difference) {
        if (Double.isInfinite(difference)) {
            return endless(difference);
        }
        return (difference > 0 ? "+" : "") + Figures.fixed(difference, 2) + " s";
    }

    private static String ratio(double logarithm) {
        return Double.isInfinite(logarithm) && logarithm > 0 ? "infinite" : Figures.fixed(Math.exp(logarithm), 3);
    }
}
