package io.pilab.statistics;

import io.pilab.metrics.Bounds;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import org.apache.commons.statistics.descriptive.DoubleStatistics;
import org.apache.commons.statistics.descriptive.Median;
import org.apache.commons.statistics.descriptive.Statistic;

/**
 * One figure over repeats.
 *
 * @param count of the trials that have it
 * @param confidence of the median, 95 % at least, from order statistics (no assumption on the distribution); empty: too
 *     few repeats, it takes six
 */
public record Spread(int count, double median, double minimum, double maximum, Optional<Bounds> confidence) {
    private static final double OUTSIDE = 0.05;

    /** Empty without a value. */
    public static Optional<Spread> of(List<Double> values) {
        if (values.isEmpty()) {
            return Optional.empty();
        }
        double[] sorted =
                values.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        DoubleStatistics extremes =
                DoubleStatistics.of(EnumSet.of(Statistic.MIN, Statistic.MAX), Arrays.copyOf(sorted, sorted.length));
        return Optional.of(new Spread(
                sorted.length,
                Median.withDefaults().evaluate(sorted.clone()),
                extremes.getAsDouble(Statistic.MIN),
                extremes.getAsDouble(Statistic.MAX),
                confidence(sorted)));
    }

    /** The median lies below the k-th smallest of n values with the chance of k-1 heads at most in n tosses of a coin. */
    private static Optional<Bounds> confidence(double[] sorted) {
        int n = sorted.length;
        double chance = Math.pow(0.5, n);
        double below = 0;
        int rank = 0;
        for (int heads = 0; heads < n / 2; heads++) {
            below += chance;
            if (2 * below > OUTSIDE) {
                break;
            }
            rank = heads + 1;
            chance *= (double) (n - heads) / (heads + 1);
        }
        return rank == 0 ? Optional.empty() : Optional.of(new Bounds(sorted[rank - 1], sorted[n - rank]));
    }
}
