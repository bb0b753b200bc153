package io.pilab.remote;

import java.time.Duration;

/** Waits; tests pass one that only counts. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;

    /** Nanoseconds of the clock that goes with it; it only goes forward. */
    default long nanoTime() {
        return System.nanoTime();
    }

    /** The real one. */
    static Sleeper real() {
        return time -> Thread.sleep(time.toMillis());
    }
}
