package io.pilab.remote;

import java.time.Duration;

/** Waits. Tests use one that only counts. */
@FunctionalInterface
public interface Sleeper {
    void sleep(Duration time) throws InterruptedException;

    /** Its monotonic clock, in nanoseconds. */
    default long nanoTime() {
        return System.nanoTime();
    }

    /** The real one. */
    static Sleeper real() {
        return time -> Thread.sleep(time.toMillis());
    }
}
