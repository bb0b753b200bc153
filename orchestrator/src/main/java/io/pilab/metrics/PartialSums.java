package io.pilab.metrics;

/** The sums of any parts of a list of numbers, one step each, as exact as if every part were added up by itself. */
final class PartialSums {
    private final double[] sums;

    /** What rounding took from each sum (Knuth's TwoSum). */
    private final double[] lost;

    PartialSums(double[] values) {
        sums = new double[values.length + 1];
        lost = new double[values.length + 1];
        for (int i = 0; i < values.length; i++) {
            sums[i + 1] = sums[i] + values[i];
            lost[i + 1] = lost[i] + rounding(sums[i], values[i]);
        }
    }

    /** The sum from one index to before another. */
    double between(int from, int to) {
        return sums[to] - sums[from] + (rounding(sums[to], -sums[from]) + lost[to] - lost[from]);
    }

    /** What the rounded sum of two numbers lacks of their true sum. */
    private static double rounding(double a, double b) {
        double sum = a + b;
        double ofB = sum - a;
        return a - (sum - ofB) + (b - ofB);
    }
}
