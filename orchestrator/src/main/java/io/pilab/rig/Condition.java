package io.pilab.rig;

import io.pilab.time.Deadline;
import io.pilab.time.Time;
import java.time.Duration;
import java.util.function.BooleanSupplier;

/** Waits for a condition, not for a time. */
final class Condition {
    private static final Duration PAUSE = Duration.ofMillis(20);

    private Condition() {}

    /** Whether the condition became true in time. It is evaluated at least once. */
    static boolean await(Duration limit, BooleanSupplier condition) {
        Deadline deadline = Deadline.in(limit);
        while (!condition.getAsBoolean()) {
            if (deadline.passed()) {
                return false;
            }
            try {
                Time.real().sleep(PAUSE);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new RigException(RigException.RigFailure.BROKEN, "interrupted", e);
            }
        }
        return true;
    }
}
