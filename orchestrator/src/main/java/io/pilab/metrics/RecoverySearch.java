package io.pilab.metrics;

import io.pilab.metrics.Recovery.Reference;
import io.pilab.metrics.Recovery.Span;
import io.pilab.record.IntervalSample;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** Looks for recoveries after one fault. */
final class RecoverySearch {
    private final Span span;
    private final List<IntervalSample> intervals;
    private final double slack;

    /** Of each interval the second from its start, and the time from there to the fault's end. */
    private final List<Optional<Series.Stretch>> seconds;

    private final List<Optional<Series.Stretch>> rests;

    /** @param seconds of the series, one from each interval */
    RecoverySearch(Series series, Span span, List<Optional<Series.Stretch>> seconds) {
        this.span = span;
        this.intervals = series.intervals();
        this.slack = series.resolution() / 2;
        this.seconds = seconds;
        this.rests = series.reaching(span.until());
    }

    /**
     * After the last fall before the fault's end: the first fine interval that reaches the rate, if the means of the second
     * from its start and of the whole time from there to the fault's end do, too.
     */
    Recovery find(double percent, Reference of, Optional<Double> reference) {
        double wanted = reference.orElse(0.0) * percent / 100 * (1 - 1e-9);
        double fallen = reference.orElse(0.0) * fallen(percent) / 100;
        for (int i = wanted > 0 ? afterTheLastFall(fallen) : intervals.size(); i < intervals.size(); i++) {
            IntervalSample interval = intervals.get(i);
            if (interval.start() >= span.fault() && interval.bitsPerSecond() >= wanted && stays(i, wanted)) {
                double before = i == 0 ? 0 : intervals.get(i - 1).start();
                double low = Math.max(0, before - span.fault() - span.uncertainty());
                double high = Math.max(low, interval.end() - span.fault() + span.uncertainty());
                return new Recovery(percent, of, reference, Optional.of(new Bounds(low, high)), high);
            }
        }
        return new Recovery(percent, of, reference, Optional.empty(), watched());
    }

    /**
     * Below which percentage a second is a fall: as far below the wanted one as that is below 100, but not less than half of
     * it. A rate that has recovered continues to vary, and one stutter of a tenth of a second does not undo that.
     */
    private static double fallen(double percent) {
        return Math.min(percent, Math.max(2 * percent - 100, percent / 2));
    }

    private boolean stays(int from, double wanted) {
        double left = span.until() - intervals.get(from).start();
        boolean second =
                seconds.get(from).filter(s -> s.bitsPerSecond() >= wanted).isPresent();
        return second
                && (left <= Failover.SECOND
                        || rests.get(from)
                                .filter(s -> s.bitsPerSecond() < wanted)
                                .isEmpty());
    }

    private double watched() {
        return IntStream.range(0, intervals.size())
                .filter(i -> seconds.get(i).isPresent())
                .mapToDouble(i -> intervals.get(i).end() - span.fault())
                .filter(time -> time > 0)
                .max()
                .orElse(0);
    }

    private int afterTheLastFall(double fallen) {
        int last = intervals.size() - 1;
        while (last >= 0 && !(intervals.get(last).end() > span.fault() && fell(seconds.get(last), fallen))) {
            last--;
        }
        return last + 1;
    }

    private boolean fell(Optional<Series.Stretch> second, double fallen) {
        return second.filter(s -> s.end() <= span.until() + slack && s.bitsPerSecond() < fallen)
                .isPresent();
    }
}
