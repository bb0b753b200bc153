package io.pilab.analysis;

import io.pilab.record.Event;
import io.pilab.record.IntervalSample;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Recovers;
import io.pilab.scenario.Recovers.Reference;
import io.pilab.scenario.Scenario;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Measures one trial (docs/metrics.md). */
final class Failover {
    /** Of the baseline: less is a stall. */
    private static final double STALL = 0.01;

    /** Percent; what is reported when no expectation asks. */
    private static final double USUAL_RECOVERY = 90;

    private static final String CONGESTION = "congestion control ";

    private final Scenario scenario;
    private final TrialRecord trial;
    private final Series series;
    private final double step;
    private final double plannedEnd;
    private final Optional<Event.FaultFired> firstFault;
    private final Optional<Double> fault;
    private final Optional<Double> heal;
    private final List<Series.Cell> grid;

    private Failover(Scenario scenario, TrialRecord trial, Series series) {
        this.scenario = scenario;
        this.trial = trial;
        this.series = series;
        this.step = seconds(scenario.traffic().interval());
        this.plannedEnd = seconds(scenario.traffic().duration());
        TrialFaults faults = TrialFaults.of(trial);
        this.firstFault = faults.first();
        this.fault = firstFault.map(Event.FaultFired::actual);
        this.heal = faults.heal().map(Event.FaultFired::actual);
        this.grid = series.grid(step, plannedEnd);
    }

    static FailoverMetrics measure(Scenario scenario, TrialRecord trial, Series series) {
        return new Failover(scenario, trial, series).measure();
    }

    static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }

    private FailoverMetrics measure() {
        Optional<Double> baseline = medianRate(c -> fault.isEmpty() || c.end() <= fault.get());
        Optional<Double> settled = fault.flatMap(f -> {
            double until = heal.orElse(plannedEnd);
            double half = f + (until - f) / 2;
            return medianRate(c -> c.start() >= half && c.end() <= until);
        });
        return new FailoverMetrics(
                series.source(),
                series.resolution(),
                series.bytes(),
                series.meanRate(),
                baseline,
                dip(),
                settled,
                baseline.flatMap(this::longestStall),
                recoveries(baseline, settled),
                fault.flatMap(f -> baseline.map(b -> b / 8 * (plannedEnd - f) - series.bytes(f, plannedEnd))),
                survived(),
                InterfaceBytes.of(trial, fault, heal),
                MptcpConnection.of(trial, trial.path().client()).subflows().size(),
                congestionControl());
    }

    private Optional<Double> medianRate(Predicate<Series.Cell> which) {
        return Series.median(grid.stream()
                .filter(Series.Cell::known)
                .filter(which)
                .map(Series.Cell::bitsPerSecond)
                .toList());
    }

    private Optional<FailoverMetrics.Dip> dip() {
        return fault.flatMap(f -> grid.stream()
                        .filter(c -> c.known() && c.end() > f)
                        .min(Comparator.comparingDouble(Series.Cell::bitsPerSecond)))
                .map(c -> new FailoverMetrics.Dip(c.start(), c.end(), c.bitsPerSecond()));
    }

    /** From the first empty interval's start to the last one's end at least; at most, from neighbour to neighbour. */
    private Optional<Bounds> longestStall(double baseline) {
        if (fault.isEmpty() || series.isEmpty()) {
            return Optional.empty();
        }
        List<IntervalSample> all = series.intervals();
        Bounds longest = new Bounds(0, 0);
        for (int i = 0; i < all.size(); i++) {
            int end = i;
            while (end < all.size() && stalled(all.get(end), baseline)) {
                end++;
            }
            double low = end > i ? all.get(end - 1).end() - all.get(i).start() : 0;
            double from = all.get(Math.max(0, i - 1)).start();
            double to = end < all.size() ? all.get(end).end() : Math.max(plannedEnd, series.end());
            if (to > fault.get() && (low > longest.low() || (low == longest.low() && to - from > longest.high()))) {
                longest = new Bounds(low, to - from);
            }
            i = Math.max(i, end - 1);
        }
        return Optional.of(longest);
    }

    private boolean stalled(IntervalSample interval, double baseline) {
        return interval.end() > fault.orElse(0.0) && interval.bitsPerSecond() < STALL * baseline;
    }

    private List<Recovery> recoveries(Optional<Double> baseline, Optional<Double> settled) {
        List<Recovery> all = new ArrayList<>();
        if (firstFault.isEmpty()) {
            return all;
        }
        // What has settled at nothing has not recovered.
        Optional<Double> alive = settled.filter(s -> s > STALL * baseline.orElse(0.0));
        for (Reference of : Reference.values()) {
            Optional<Double> reference = of == Reference.BASELINE ? baseline : alive;
            asked(of)
                    .forEach(percent -> all.add(Recovery.find(
                            series, fault.get(), firstFault.get().uncertainty(), step, percent, of, reference)));
        }
        return all;
    }

    private List<Double> asked(Reference of) {
        List<Double> percents = new ArrayList<>(List.of(USUAL_RECOVERY));
        scenario.expectations().stream()
                .filter(e -> e instanceof Recovers r && r.of() == of)
                .map(e -> ((Recovers) e).percent())
                .forEach(percents::add);
        return percents.stream().distinct().sorted().toList();
    }

    private Optional<Boolean> survived() {
        double last = Math.max(0, plannedEnd - step);
        List<IntervalSample> atEnd = series.within(last, plannedEnd);
        double covered = atEnd.stream().mapToDouble(IntervalSample::seconds).sum();
        if (atEnd.stream().anyMatch(i -> i.bytes() > 0)) {
            return Optional.of(true);
        }
        if (covered >= step / 2) {
            return Optional.of(false);
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
        return trial.events().stream()
                .anyMatch(e -> e instanceof Event.Traffic t
                        && t.state() == Event.Traffic.State.END
                        && t.host().equals(trial.path().client())
                        && t.exitCode().orElse(0) != 0
                        && t.t() > fault.orElse(Double.MAX_VALUE)
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
