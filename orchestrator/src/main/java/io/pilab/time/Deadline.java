package io.pilab.time;

import java.time.Duration;

/**
 * Until when something has to be done.
 *
 * @param nanos of the time's own clock
 */
public record Deadline(Time time, long nanos) {
    public static Deadline in(Duration limit, Time time) {
        return new Deadline(time, time.nanoTime() + limit.toNanos());
    }

    /** By the machine's clock. */
    public static Deadline in(Duration limit) {
        return in(limit, Time.real());
    }

    public boolean passed() {
        return nanosLeft() < 0;
    }

    /** What is left of it; negative once it has passed. */
    public long nanosLeft() {
        return nanos - time.nanoTime();
    }
}
