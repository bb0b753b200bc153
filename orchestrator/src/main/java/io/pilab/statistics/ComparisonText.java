package io.pilab.statistics;

import io.pilab.metrics.Bounds;
import io.pilab.metrics.Figures;
import io.pilab.metrics.Measure;
import java.util.function.DoubleFunction;

/** A comparison in words. */
public final class ComparisonText {
    private static final double LEAST_CHANCE = 0.0001;

    private ComparisonText() {}

    /** {@code -0.21 s (95% interval -0.38 s to -0.05 s), 10 repeats, each known to 0.20 s}; of a rate {@code 0.89 times}. */
    public static String of(Measure measure, PairedComparison comparison, int dropped) {
        DoubleFunction<String> text = measure.rate() ? ComparisonText::ratio : ComparisonText::seconds;
        int repeats = comparison.differences().size();
        String interval = comparison
                .interval()
                .map(i -> "95% interval " + between(i, text))
                .orElse("too few repeats for an interval, it takes " + PairedComparison.LEAST);
        return text.apply(comparison.estimate())
                + (measure.rate() ? " times" : "")
                + " ("
                + interval
                + "), "
                + repeats
                + (repeats == 1 ? " repeat" : " repeats")
                + (dropped == 0 ? "" : ", " + dropped + " without it")
                + (comparison.resolution() > 0
                        ? ", each known to " + Figures.fixed(comparison.resolution(), 2) + " s"
                        : "");
    }

    /** In a table: {@code -0.21 s (-0.38 s to -0.05 s), known to 0.20 s}. */
    public static String brief(Measure measure, PairedComparison comparison) {
        DoubleFunction<String> text = measure.rate() ? ComparisonText::ratio : ComparisonText::seconds;
        return text.apply(comparison.estimate())
                + (measure.rate() ? " times" : "")
                + comparison.interval().map(i -> " (" + between(i, text) + ")").orElse("")
                + (comparison.resolution() > 0 ? ", known to " + Figures.fixed(comparison.resolution(), 2) + " s" : "");
    }

    /** {@code 0.012}. */
    public static String chance(double chance) {
        return chance < LEAST_CHANCE ? "below " + Figures.fixed(LEAST_CHANCE, 4) : Figures.fixed(chance, 4);
    }

    private static String between(Bounds interval, DoubleFunction<String> text) {
        String low = text.apply(interval.low());
        String high = text.apply(interval.high());
        return low.equals(high) ? low : low + " to " + high;
    }

    private static String seconds(double difference) {
        if (Double.isInfinite(difference)) {
            return difference > 0 ? "longer than was watched" : "shorter by more than was watched";
        }
        return (difference > 0 ? "+" : "") + Figures.fixed(difference, 2) + " s";
    }

    private static String ratio(double logarithm) {
        return Double.isInfinite(logarithm) && logarithm > 0 ? "infinite" : Figures.fixed(Math.exp(logarithm), 3);
    }
}
