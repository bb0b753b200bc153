package io.pilab.statistics;

import java.util.Arrays;

/** The median of values that may be infinite: between two that are so in opposite directions it is 0. */
final class Medians {
    private Medians() {}

    /** Of one value at least. */
    static double of(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double low = sorted[(sorted.length - 1) / 2];
        double high = sorted[sorted.length / 2];
        return low == high ? low : low == -high ? 0 : low / 2 + high / 2;
    }
}
