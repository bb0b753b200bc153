package io.pilab.rig;

import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, not for a time. */
final class Deadline {
    private static final long PAUSE_MILLIS = 20;

    private Deadline() {}

    /** Whether the condition became true in time. It is evaluated at least once. */
    static boolean await(Duration limit, BooleanSupplier condition) {
        long end = System.nanoTime() + limit.toNanos();
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - end >= 0) {
                return false;
            }
            try {
                Thread.sleep(PAUSE_MILLIS);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RigException(RigException.Kind.BROKEN, "interrupted", e);
            }
        }
        return true;
    }
}
