package io.pilab.analysis;

import io.pilab.record.IntervalSample;
import io.pilab.scenario.Recovers.Reference;
import java.util.List;
import java.util.Optional;

/**
 * When the rate was back after the first fault.
 *
 * @param percent of the reference
 * @param reference bits per second; empty: it could not be determined
 * @param after seconds from the fault; empty: it was not back for as long as was watched
 * @param watched seconds from the fault for which it would have been seen
 */
public record Recovery(
        double percent, Reference of, Optional<Double> reference, Optional<Bounds> after, double watched) {
    /**
     * The first fine interval after the fault that reaches the rate, if the mean over one reporting interval from its
     * start does, too.
     *
     * @param fault seconds, when it happened
     * @param uncertainty seconds, of it
     * @param step the reporting interval, seconds
     */
    static Recovery find(
            Series series,
            double fault,
            double uncertainty,
            double step,
            double percent,
            Reference of,
            Optional<Double> reference) {
        double wanted = reference.orElse(0.0) * percent / 100 * (1 - 1e-9);
        double watched = 0;
        List<IntervalSample> intervals = series.intervals();
        for (int i = 0; i < intervals.size() && wanted > 0; i++) {
            IntervalSample interval = intervals.get(i);
            Optional<Double> mean = series.meanFrom(i, step);
            if (interval.start() < fault || mean.isEmpty()) {
                continue;
            }
            if (interval.bitsPerSecond() >= wanted && mean.get() >= wanted) {
                double before = i == 0 ? 0 : intervals.get(i - 1).start();
                double low = Math.max(0, before - fault - uncertainty);
                double high = interval.end() - fault + uncertainty;
                return new Recovery(percent, of, reference, Optional.of(new Bounds(low, high)), high);
            }
            watched = interval.end() - fault;
        }
        return new Recovery(percent, of, reference, Optional.empty(), watched);
    }

    /** {@code 90% of settled}. */
    public String description() {
        return Figures.plain(percent) + "% of " + of.label();
    }
}
