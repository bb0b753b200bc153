package io.pilab.host;

import io.pilab.lab.Excerpt;
import io.pilab.remote.Remote;
import io.pilab.remote.RemoteCommand;
import io.pilab.remote.RemoteException;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How far a host's clock is ahead of ours.
 *
 * @param seconds by the quickest of some questions
 * @param uncertainty seconds; half that question's round trip
 */
public record ClockOffset(double seconds, double uncertainty) {
    private static final int QUESTIONS = 5;

    public static ClockOffset measure(Remote remote, InstantSource clock) {
        long quickest = Long.MAX_VALUE;
        double offset = 0;
        for (int i = 0; i < QUESTIONS; i++) {
            long asked = nanos(clock.instant());
            String answer =
                    remote.exec(RemoteCommand.of("date", "+%s%N")).text().strip();
            long answered = nanos(clock.instant());
            if (answered - asked < quickest) {
                quickest = answered - asked;
                offset = (nanoseconds(remote, answer) - (asked + quickest / 2)) / 1e9;
            }
        }
        return new ClockOffset(offset, quickest / 2e9);
    }

    private static long nanoseconds(Remote remote, String answer) {
        if (!answer.matches("[0-9]{1,18}|[1-8][0-9]{18}")) {
            throw new RemoteException(
                    remote.host(),
                    RemoteException.RemoteFailure.REFUSED,
                    "its clock cannot be read: date answered '" + Excerpt.of(answer) + "'");
        }
        return Long.parseLong(answer);
    }

    private static long nanos(Instant instant) {
        return instant.getEpochSecond() * 1_000_000_000L + instant.getNano();
    }
}
