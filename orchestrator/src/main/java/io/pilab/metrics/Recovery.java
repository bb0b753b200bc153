package io.pilab.metrics;

import io.pilab.record.IntervalSample;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;

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

    /**
     * After the last fall before the fault's end: the first fine interval that reaches the rate, if the means of the second
     * from its start and of the whole time from there to the fault's end do, too.
     */
    static Recovery find(Series series, Span span, double percent, Reference of, Optional<Double> reference) {
        double wanted = reference.orElse(0.0) * percent / 100 * (1 - 1e-9);
        double fallen = reference.orElse(0.0) * fallen(percent) / 100;
        List<IntervalSample> intervals = series.intervals();
        for (int i = wanted > 0 ? afterTheLastFall(series, span, fallen) : intervals.size();
                i < intervals.size();
                i++) {
            IntervalSample interval = intervals.get(i);
            if (interval.start() >= span.fault
                    && interval.bitsPerSecond() >= wanted
                    && stays(series, i, span, wanted)) {
                double before = i == 0 ? 0 : intervals.get(i - 1).start();
                double low = Math.max(0, before - span.fault - span.uncertainty);
                double high = Math.max(low, interval.end() - span.fault + span.uncertainty);
                return new Recovery(percent, of, reference, Optional.of(new Bounds(low, high)), high);
            }
        }
        return new Recovery(percent, of, reference, Optional.empty(), watched(series, span));
    }

    /**
     * Below which percentage a second is a fall: as far below the wanted one as that is below 100, but not less than half of
     * it. A rate that has recovered continues to vary, and one stutter of a tenth of a second does not undo that.
     */
    private static double fallen(double percent) {
        return Math.min(percent, Math.max(2 * percent - 100, percent / 2));
    }

    private static boolean stays(Series series, int from, Span span, double wanted) {
        double left = span.until - series.intervals().get(from).start();
        boolean second = series.stretch(from, Failover.SECOND)
                .filter(s -> s.bitsPerSecond() >= wanted)
                .isPresent();
        return second
                && (left <= Failover.SECOND
                        || series.stretch(from, left)
                                .filter(s -> s.bitsPerSecond() < wanted)
                                .isEmpty());
    }

    private static double watched(Series series, Span span) {
        return IntStream.range(0, series.intervals().size())
                .filter(i -> series.stretch(i, Failover.SECOND).isPresent())
                .mapToDouble(i -> series.intervals().get(i).end() - span.fault)
                .filter(seconds -> seconds > 0)
                .max()
                .orElse(0);
    }

    private static int afterTheLastFall(Series series, Span span, double fallen) {
        List<IntervalSample> intervals = series.intervals();
        int after = 0;
        for (int i = 0; i < intervals.size(); i++) {
            boolean disturbed = intervals.get(i).end() > span.fault;
            if (disturbed && fell(series.stretch(i, Failover.SECOND), series, span, fallen)) {
                after = i + 1;
            }
        }
        return after;
    }

    private static boolean fell(Optional<Series.Stretch> second, Series series, Span span, double fallen) {
        return second.filter(s -> s.end() <= span.until + series.resolution() / 2 && s.bitsPerSecond() < fallen)
                .isPresent();
    }

    /** {@code 90% of settled}. */
    public String description() {
        return Figures.plain(percent) + "% of " + of.label();
    }
}
