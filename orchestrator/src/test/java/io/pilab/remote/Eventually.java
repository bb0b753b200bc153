package io.pilab.remote;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/** Waits for a thing, not for a while. */
public final class Eventually {
    private static final Duration LIMIT = Duration.ofSeconds(20);

    private Eventually() {}

    /** Asks every 5 ms; fails with what was awaited when it does not come. */
    public static void eventually(String awaited, BooleanSupplier holds) {
        long end = System.nanoTime() + LIMIT.toNanos();
        while (!holds.getAsBoolean()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("within " + LIMIT.toSeconds() + " s it did not come true that " + awaited);
            }
            LockSupport.parkNanos(5_000_000);
        }
    }
}
