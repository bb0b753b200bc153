package io.pilab.statistics;

import java.util.Arrays;
import java.util.Random;

/**
 * Several figures of the same pairs at once (Westfall and Young): p values that hold for all of them together. The signs of
 * a pair are flipped for all figures alike, so figures that go together do not cost twice.
 */
public final class MaxT {
    /** Up to so many pairs all flips are tried; else so many drawn ones. */
    private static final int ALL = 12;

    private static final int DRAWN = 100_000;

    /** With very many pairs fewer flips are drawn. */
    private static final int SIGNS = 5_000_000;

    private MaxT() {}

    /**
     * The p value of each figure, two-sided.
     *
     * @param differences by figure and pair; an infinite one counts as twice the largest finite one of its figure
     * @param seed of the drawn flips
     */
    public static double[] adjusted(double[][] differences, long seed) {
        double[][] scaled = Arrays.stream(differences).map(MaxT::scaled).toArray(double[][]::new);
        int pairs = scaled.length == 0 ? 0 : scaled[0].length;
        double[] observed = new double[scaled.length];
        for (int k = 0; k < scaled.length; k++) {
            observed[k] = Math.abs(Arrays.stream(scaled[k]).sum());
        }
        long flips = pairs <= ALL ? 1L << pairs : Math.min(DRAWN, SIGNS / pairs);
        Random random = new Random(seed);
        boolean[] flipped = new boolean[pairs];
        long[] reached = new long[scaled.length];
        for (long flip = 0; flip < flips; flip++) {
            for (int i = 0; i < pairs; i++) {
                flipped[i] = pairs <= ALL ? (flip >> i & 1) == 1 : flip > 0 && random.nextBoolean();
            }
            double most = most(scaled, flipped);
            for (int k = 0; k < scaled.length; k++) {
                reached[k] += most >= observed[k] - 1e-9 ? 1 : 0;
            }
        }
        return Arrays.stream(reached).mapToDouble(r -> (double) r / flips).toArray();
    }

    private static double most(double[][] scaled, boolean[] flipped) {
        double most = 0;
        for (double[] figure : scaled) {
            double sum = 0;
            for (int i = 0; i < figure.length; i++) {
                sum += flipped[i] ? -figure[i] : figure[i];
            }
            most = Math.max(most, Math.abs(sum));
        }
        return most;
    }

    private static double[] scaled(double[] figure) {
        double largest = Arrays.stream(figure)
                .map(Math::abs)
                .filter(Double::isFinite)
                .max()
                .orElse(1);
        double[] finite = Arrays.stream(figure)
                .map(d -> Double.isFinite(d) ? d : Math.signum(d) * 2 * (largest == 0 ? 1 : largest))
                .toArray();
        double length = Math.sqrt(Arrays.stream(finite).map(d -> d * d).sum());
        return length == 0 ? finite : Arrays.stream(finite).map(d -> d / length).toArray();
    }
}
