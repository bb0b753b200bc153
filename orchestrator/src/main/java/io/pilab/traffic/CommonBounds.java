package io.pilab.traffic;

import io.pilab.lab.RefusedValues;
import java.math.BigDecimal;
import java.time.Duration;

/** What holds for the times of every tool. */
public final class CommonBounds {
    /** A dead man's switch waits a day at most, and has to outlast the trial. */
    public static final Duration LONGEST = Duration.ofHours(23);

    private CommonBounds() {}

    /** What is wrong with them; a tool adds its own bounds. */
    static RefusedValues refusals(Duration duration, Duration interval) {
        return new RefusedValues()
                .refuse(duration.isZero() || duration.isNegative(), "duration", "is not above zero")
                .refuse(interval.isZero() || interval.isNegative(), "interval", "is not above zero")
                .refuse(
                        duration.compareTo(LONGEST) > 0,
                        "duration",
                        "longer than a dead man's switch can wait; use " + LONGEST.toMinutes() + "m (23 hours) or less")
                .refuse(
                        duration.compareTo(interval) < 0,
                        "duration",
                        "shorter than one interval of " + seconds(interval) + "s; lengthen it or shorten `interval`");
    }

    /** {@code 10}, {@code 0.5}. */
    static String seconds(Duration duration) {
        return BigDecimal.valueOf(duration.toMillis(), 3).stripTrailingZeros().toPlainString();
    }
}
