package io.pilab.run;

import io.pilab.remote.Remote;
import io.pilab.remote.RemoteCommand;
import java.time.Instant;
import java.time.InstantSource;

/** How far a host's clock is ahead of ours, by the quickest of some questions. */
final class ClockOffset {
    private static final int QUESTIONS = 5;

    private ClockOffset() {}

    /** Seconds; wrong by half the quickest answer's round trip at the most. */
    static double measure(Remote remote, InstantSource clock) {
        long quickest = Long.MAX_VALUE;
        double offset = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            long asked = nanos(clock.instant());
            String answer =
                    remote.exec(RemoteCommand.of("date", "+%s%N")).text().strip();
            long answered = nanos(clock.instant());
            if (answered - asked < quickest) {
                quickest = answered - asked;
                offset = (Long.parseLong(answer) - (asked + quickest / 2)) / 1e9;
            }
        }
        return offset;
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
