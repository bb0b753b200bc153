package io.pilab.scenario;

import io.pilab.lab.Arm;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;

/**
 * How soon after the first fault the rate is back.
 *
 * @param percent of the reference rate, above 0, 100 at most
 * @param within counted from the fault's actual time
 */
public record Recovers(double percent, Reference of, Duration within, Optional<Arm> arm) implements Expectation {
    /** What the rate is compared with. */
    public enum Reference {
        /** The median rate before the fault. */
        BASELINE,
        /** The median rate once it has settled after the fault; on independent links lower by nature. */
        SETTLED;

        public String label() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    public Recovers {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("recovers takes more than 0 % and at most 100 %");
        }
    }

    @Override
    public String description() {
        return "recovers " + plain(BigDecimal.valueOf(percent)) + "% of " + of.label() + " within "
                + plain(BigDecimal.valueOf(within.toMillis(), 3)) + "s";
    }

    private static String plain(BigDecimal number) {
        return number.stripTrailingZeros().toPlainString();
    }
}
