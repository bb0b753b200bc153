package io.pilab.remote;

import java.time.Duration;

/**
 * How often something is tried, and how long the pauses in between are; each is twice the one before.
 *
 * @param attempts all in all, at least one
 * @param first the first pause
 * @param longest no pause is longer
 */
public record Backoff(int attempts, Duration first, Duration longest) {
    public Backoff {
        if (attempts < 1) {
            throw new IllegalArgumentException("attempts " + attempts + " is less than 1");
        }
    }

    /** Five attempts within seven seconds and a half: enough for a host that is just booting its sshd. */
    public static Backoff usual() {
        return new Backoff(5, Duration.ofMillis(500), Duration.ofSeconds(4));
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
