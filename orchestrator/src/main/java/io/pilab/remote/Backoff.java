package io.pilab.remote;

import java.time.Duration;

/**
 * For how long something is tried, and how long the pauses in between are. Each pause is twice the one before.
 *
 * @param total no attempt begins later than this after the first one
 * @param first the first pause
 * @param longest no pause is longer
 */
public record Backoff(Duration total, Duration first, Duration longest) {
    public Backoff {
        if (total.isNegative()) {
            throw new IllegalArgumentException("total " + total + " is negative");
        }
    }

    /** Five quick attempts within 8 s: enough for a host whose sshd is just starting. A slow attempt is the only one. */
    public static Backoff usual() {
        return new Backoff(Duration.ofSeconds(8), Duration.ofMillis(500), Duration.ofSeconds(4));
    }

    /** The pause after an attempt, counted from 1. */
    public Duration after(int attempt) {
        Duration pause = first;
        for (int i = 1; i < attempt && pause.compareTo(longest) < 0; i++) {
            pause = pause.multipliedBy(2);
        }
        return pause.compareTo(longest) < 0 ? pause : longest;
    }
}
