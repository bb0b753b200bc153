package io.pilab.fault;

import java.time.Duration;

/**
 * How a fault comes again.
 *
 * @param holdFor how long it lasts each time
 * @param every from the start of one to the start of the next; longer than it lasts
 * @param count how many times in all
 */
public record Repetition(Duration holdFor, Duration every, int count) {
    /** More firings than anybody reads. */
    public static final int MOST = 100;

    public Repetition {
        if (count < 1 || count > MOST) {
            throw new IllegalArgumentException("a fault comes 1 to " + MOST + " times, not " + count);
        }
        if (every.compareTo(holdFor) <= 0) {
            throw new IllegalArgumentException("a fault that comes again has to be healed before; lengthen `every`");
        }
    }
}
