package io.pilab.metrics;

import java.util.Locale;
import java.util.Optional;

/**
 * When the rate was back after the first fault.
 *
 * @param percent of the reference
 * @param reference bits per second; empty: it could not be determined
 * @param after seconds from the fault, past the last fall before the fault's end; empty: it was not back for as long as
 *     was watched
 * @param watched seconds from the fault for which it would have been seen
 */
public record Recovery(
        double percent, Reference of, Optional<Double> reference, Optional<Bounds> after, double watched) {
    /** What the rate is compared with. */
    public enum Reference {
        /** The median rate before the fault. */
        BASELINE,
        /** The median rate once it has settled after the fault; on independent links lower by nature. */
        SETTLED;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A recovery to look for.
     *
     * @param percent of the reference
     */
    public record RecoveryTarget(double percent, Reference of) {}

    /** When the fault happened, by the clock of the series: seconds, and what it is uncertain by; and when it ends. */
    record Span(double fault, double uncertainty, double until) {}

    /** {@code 90% of settled}. */
    public String description() {
        return Figures.plain(percent) + "% of " + of.label();
    }
}
