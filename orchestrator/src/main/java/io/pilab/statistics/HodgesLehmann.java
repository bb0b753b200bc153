package io.pilab.statistics;

import io.pilab.metrics.Bounds;
import java.util.Arrays;
import java.util.Optional;

/**
 * A shift by Hodges and Lehmann, with an interval that holds whatever the distribution is. Both may be infinite.
 *
 * @param interval with the confidence that was asked for, at least; empty: too few values for one
 */
public record HodgesLehmann(double estimate, Optional<Bounds> interval) {
    /**
     * Of paired differences: the median of their Walsh averages.
     *
     * @param outside the chance that the interval misses the shift, at most
     */
    public static HodgesLehmann paired(double[] differences, double outside) {
        double[] averages = walsh(differences);
        double[] chance = SignedRank.chances(Ranks.distinct(differences.length));
        return of(averages, rank(chance, outside / 2));
    }

    /** Of the second group against the first: the median of all differences between the two. */
    public static HodgesLehmann unpaired(double[] first, double[] second, double outside) {
        double[] differences = new double[first.length * second.length];
        for (int i = 0; i < first.length; i++) {
            for (int j = 0; j < second.length; j++) {
                differences[i * second.length + j] = difference(second[j], first[i]);
            }
        }
        int all = first.length + second.length;
        if (all > MannWhitney.MOST) {
            double spread = Math.sqrt((double) first.length * second.length * (all + 1) / 12);
            int rank = (int) Math.floor(differences.length / 2.0 - Normal.quantile(outside / 2) * spread);
            return of(differences, rank);
        }
        double[] sums = MannWhitney.chances(Ranks.distinct(all), second.length);
        int least = second.length * (second.length + 1); // twice the lowest sum of ranks
        return of(differences, rank(Arrays.copyOfRange(sums, least, sums.length), outside / 2));
    }

    /** The median of the averages alone, of one difference at least. */
    static double estimate(double[] differences) {
        return Medians.of(walsh(differences));
    }

    /** Of two that are infinite: no difference. */
    public static double difference(double b, double a) {
        return a == b ? 0 : b - a;
    }

    private static double[] walsh(double[] differences) {
        int n = differences.length;
        double[] averages = new double[n * (n + 1) / 2];
        int next = 0;
        for (int i = 0; i < n; i++) {
            for (int j = i; j < n; j++) {
                averages[next++] = differences[i] == -differences[j] ? 0 : differences[i] / 2 + differences[j] / 2;
            }
        }
        return averages;
    }

    private static HodgesLehmann of(double[] values, int rank) {
        if (values.length == 0) {
            throw new IllegalArgumentException("no values");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        Optional<Bounds> interval =
                rank < 1 ? Optional.empty() : Optional.of(new Bounds(sorted[rank - 1], sorted[sorted.length - rank]));
        return new HodgesLehmann(Medians.of(sorted), interval);
    }

    /** The largest k for which fewer than k of the comparisons come with that chance at most; sums are doubled ranks. */
    private static int rank(double[] chance, double outside) {
        double below = 0;
        int rank = 0;
        while (2 * rank < chance.length) {
            below += chance[2 * rank];
            if (below > outside) {
                break;
            }
            rank++;
        }
        return rank;
    }
}
