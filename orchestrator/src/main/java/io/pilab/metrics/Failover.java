package io.pilab.metrics;

import io.pilab.metrics.Recovery.Reference;
import io.pilab.record.Event;
import io.pilab.record.IntervalSample;
import io.pilab.record.TrialRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Measures one trial (docs/metrics.md). */
public final class Failover {
    /** What a dip, a recovery and a median rate are measured over, whatever the reporting interval is. */
    static final double SECOND = 1;

    /** Seconds from the start that TCP's slow start, and the joining of subflows, may take: they are in no baseline. */
    static final double SLOW_START = 1;

    /** Of the baseline: less is a stall. */
    private static final double STALL = 0.01;

    /** Percent; what is reported when no expectation asks. */
    private static final double USUAL_RECOVERY = 90;

    private static final String CONGESTION = "congestion control ";

    private final TrafficTimes times;
    private final int port;
    private final Set<Recovery.RecoveryTarget> targets;
    private final TrialRecord trial;
    private final Series series;
    private final double end;
    private final TrialFaults faults;
    private final Optional<Recovery.Span> span;
    private final List<Optional<Series.Stretch>> seconds;

    private Failover(
            TrafficTimes times, int port, Set<Recovery.RecoveryTarget> targets, TrialRecord trial, Series series) {
        this.times = times;
        this.port = port;
        this.targets = targets;
        this.trial = trial;
        this.series = series;
        this.end = end(times, trial, series);
        this.seconds = series.lasting(SECOND);
        this.faults = TrialFaults.of(trial);
        TrialTime time = new TrialTime(trial);
        String host = series.source() == Series.SeriesSource.RECEIVER
                ? trial.path().server()
                : trial.path().client();
        this.span = faults.first()
                .map(f -> new Recovery.Span(
                        time.on(host, f),
                        time.uncertainty(host, f),
                        faults.next().map(n -> Math.min(end, time.on(host, n))).orElse(end)));
    }

    /**
     * Measures a trial.
     *
     * @param port the server's, which tells the traffic's MPTCP connection from others
     * @param targets the recoveries to look for, besides the usual ones
     */
    public static FailoverMetrics measure(
            TrafficTimes times, int port, Set<Recovery.RecoveryTarget> targets, TrialRecord trial, Series series) {
        return new Failover(times, port, targets, trial, series).measure();
    }

    /** The planned end; of a trial that was ended before, its last report: what was never to come does not count. */
    private static double end(TrafficTimes times, TrialRecord trial, Series series) {
        return trial.problem().isPresent() ? Math.min(times.end(), series.end()) : times.end();
    }

    private FailoverMetrics measure() {
        Optional<Double> baseline =
                medianRate(SLOW_START, span.map(s -> Math.min(end, s.fault())).orElse(end));
        Optional<Double> settled = span.flatMap(s -> medianRate(s.fault() + (s.until() - s.fault()) / 2, s.until()));
        TrialTime time = new TrialTime(trial);
        String client = trial.path().client();
        return new FailoverMetrics(
                series.source(),
                series.resolution(),
                series.bytes(),
                series.unreported(),
                series.meanRate(),
                baseline,
                dip(),
                settled,
                baseline.flatMap(this::longestStall),
                recoveries(baseline, settled),
                span.filter(s -> s.fault() < end)
                        .flatMap(s -> baseline.map(b -> b / 8 * (end - s.fault()) - series.bytes(s.fault(), end))),
                survived(),
                InterfaceBytes.of(
                        trial,
                        faults.first().map(f -> time.on(client, f)),
                        faults.heal().map(f -> time.on(client, f))),
                MptcpConnection.of(trial, client, port).subflows().size(),
                congestionControl());
    }

    private Optional<Double> medianRate(double from, double to) {
        return Series.median(series.stretches(from, to, SECOND).stream()
                .map(Series.Stretch::bitsPerSecond)
                .toList());
    }

    private Optional<FailoverMetrics.LowestSecond> dip() {
        return span.flatMap(s -> IntStream.range(0, series.intervals().size())
                .filter(i -> series.intervals().get(i).end() > s.fault())
                .mapToObj(seconds::get)
                .flatMap(Optional::stream)
                .filter(second -> second.end() <= end + series.resolution() / 2)
                .min(Comparator.comparingDouble(Series.Stretch::bitsPerSecond))
                .map(d -> new FailoverMetrics.LowestSecond(d.start(), d.end(), d.bitsPerSecond())));
    }

    /**
     * At least the longest silence that was reported without a gap; at most what lies between two reports of something, gaps
     * and the neighbours of silence included.
     */
    private Optional<Bounds> longestStall(double baseline) {
        if (span.isEmpty() || series.isEmpty()) {
            return Optional.empty();
        }
        List<IntervalSample> all = series.intervals();
        double low = 0;
        double high = 0;
        double silent = 0;
        int last = 0;
        for (int i = 0; i < all.size(); i++) {
            silent = !stalled(i, baseline) ? 0 : all.get(i).seconds() + (series.follows(i) ? silent : 0);
            low = Math.max(low, silent);
            last = Math.max(last, i);
            while (last < all.size() && stalled(last, baseline)) {
                last++;
            }
            double from = all.get(Math.max(0, i - 1)).start();
            double to = last < all.size() ? all.get(last).end() : Math.max(end, series.end());
            high = to > span.get().fault() ? Math.max(high, to - from) : high;
        }
        return Optional.of(new Bounds(low, Math.max(low, high)));
    }

    private boolean stalled(int index, double baseline) {
        IntervalSample interval = series.intervals().get(index);
        return interval.end() > span.map(Recovery.Span::fault).orElse(0.0)
                && interval.bitsPerSecond() < STALL * baseline;
    }

    private List<Recovery> recoveries(Optional<Double> baseline, Optional<Double> settled) {
        List<Recovery> all = new ArrayList<>();
        // What has settled at nothing has not recovered.
        Optional<Double> alive = settled.filter(s -> s > STALL * baseline.orElse(0.0));
        Optional<RecoverySearch> search = span.map(s -> new RecoverySearch(series, s, seconds));
        for (Reference of : Reference.values()) {
            Optional<Double> reference = of == Reference.BASELINE ? baseline : alive;
            search.ifPresent(s -> asked(of).forEach(percent -> all.add(s.find(percent, of, reference))));
        }
        return all;
    }

    private List<Double> asked(Reference of) {
        return Stream.concat(
                        Stream.of(USUAL_RECOVERY),
                        targets.stream().filter(t -> t.of() == of).map(Recovery.RecoveryTarget::percent))
                .distinct()
                .sorted()
                .toList();
    }

    private Optional<Boolean> survived() {
        double plannedEnd = times.end();
        double step = times.interval();
        double last = times.last();
        List<IntervalSample> atEnd = series.within(last, plannedEnd);
        double covered = series.cell(last, plannedEnd).seconds();
        if (atEnd.stream().anyMatch(i -> i.bytes() > 0)) {
            return Optional.of(true);
        }
        if (covered >= step / 2 && series.bytes(last, plannedEnd) == 0) {
            return Optional.of(false);
        }
        if (trial.problem().isPresent()) {
            return Optional.empty();
        }
        // The last report is missing, as from a client that hangs; a whole reporting interval of nothing before it will
        // do.
        if (failedBefore(last) || TrialFaults.restartedBefore(trial, last)) {
            return Optional.of(false);
        }
        boolean silent = series.end() >= step && series.bytes(series.end() - step, series.end()) == 0;
        return silent ? Optional.of(false) : Optional.empty();
    }

    /** The client's tool gave up after the fault: nothing was sent any more. */
    private boolean failedBefore(double time) {
        double fault = faults.first().map(Event.FaultFired::actual).orElse(Double.MAX_VALUE);
        return trial.events().stream()
                .anyMatch(e -> e instanceof Event.Traffic t
                        && t.state() == Event.Traffic.TrafficState.END
                        && t.host().equals(trial.path().client())
                        && t.exitCode().orElse(0) != 0
                        && t.t() > fault
                        && t.t() < time);
    }

    private Optional<String> congestionControl() {
        return trial.events().stream()
                .filter(e -> e instanceof Event.Traffic
                        && e.host().equals(trial.path().client()))
                .flatMap(e -> ((Event.Traffic) e).message().stream())
                .filter(m -> m.startsWith(CONGESTION))
                .map(m -> m.substring(CONGESTION.length()))
                .findFirst();
    }
}
