package io.pilab.statistics;

import java.util.Arrays;
import java.util.stream.IntStream;

/** Ranks of values, equal ones having the mean of theirs. */
final class Ranks {
    private Ranks() {}

    /** Twice the rank of each value, so that a mean of ranks is whole; the least value has 2. */
    static int[] doubled(double[] values) {
        Integer[] order = IntStream.range(0, values.length)
                .boxed()
                .sorted((a, b) -> Double.compare(values[a], values[b]))
                .toArray(Integer[]::new);
        int[] ranks = new int[values.length];
        for (int from = 0, to; from < order.length; from = to) {
            to = from + 1;
            while (to < order.length && values[order[to]] == values[order[from]]) {
                to++;
            }
            for (int i = from; i < to; i++) {
                ranks[order[i]] = from + to + 1;
            }
        }
        return ranks;
    }

    /** Twice the ranks of so many values of which no two are equal. */
    static int[] distinct(int count) {
        int[] ranks = new int[count];
        Arrays.setAll(ranks, i -> 2 * (i + 1));
        return ranks;
    }
}
