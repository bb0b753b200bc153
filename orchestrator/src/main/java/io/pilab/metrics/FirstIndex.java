package io.pilab.metrics;

import java.util.function.IntPredicate;

/** Binary search. */
final class FirstIndex {
    private FirstIndex() {}

    /**
     * The first index that is so.
     *
     * @param size the answer when none is
     * @param so true for every index after one for which it is
     */
    static int of(int size, IntPredicate so) {
        int from = 0;
        int to = size;
        while (from < to) {
            int middle = (from + to) >>> 1;
            if (so.test(middle)) {
                to = middle;
            } else {
                from = middle + 1;
            }
        }
        return from;
    }
}
