package io.pilab.metrics;

import io.pilab.record.Event;
import io.pilab.record.IntervalSample;
import io.pilab.record.IntervalSample.SubflowSample;
import io.pilab.record.TrialRecord;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A reporting interval as the table shows it; what was not reported is empty or absent.
 *
 * @param sent bits per second handed to the sender's socket
 * @param received bits per second that arrived
 * @param initialSubflow the sender's view of its initial subflow at the interval's end; retransmits of the interval
 * @param interfaceBytes by interface: bytes that the client's kernel sent, interpolated between samples
 */
public record IntervalRow(
        double start,
        double end,
        Optional<Double> sent,
        Optional<Double> received,
        Optional<SubflowSample> initialSubflow,
        Map<String, Double> interfaceBytes) {
    /** Seconds after the last sample of the counters for which they still count as known. */
    private static final double STALE = 0.5;

    public IntervalRow {
        interfaceBytes = Collections.unmodifiableMap(new LinkedHashMap<>(interfaceBytes));
    }

    /** One row for each cell of the reporting grid. */
    public static List<IntervalRow> of(TrialRecord trial, double step, double plannedEnd) {
        String client = trial.path().client();
        Series sender = Series.of(Series.SeriesSource.SENDER, trial.events(), client);
        Series receiver = Series.of(
                Series.SeriesSource.RECEIVER, trial.events(), trial.path().server());
        Map<String, List<Event.Counters>> counters = InterfaceBytes.counters(trial.events(), client);
        return sender.grid(step, plannedEnd).stream()
                .map(c -> of(sender, receiver, counters, c.start(), c.end()))
                .toList();
    }

    /**
     * The row from one time to another.
     *
     * @param counters the client's, by interface, the earliest first
     */
    public static IntervalRow of(
            Series sender, Series receiver, Map<String, List<Event.Counters>> counters, double start, double end) {
        Map<String, Double> bytes = new LinkedHashMap<>();
        counters.forEach((name, samples) ->
                at(samples, start).ifPresent(a -> at(samples, end).ifPresent(b -> bytes.put(name, b - a))));
        return new IntervalRow(
                start,
                end,
                rate(sender.cell(start, end)),
                rate(receiver.cell(start, end)),
                subflow(sender.within(start, end)),
                bytes);
    }

    private static Optional<Double> rate(Series.Cell cell) {
        return cell.known() ? Optional.of(cell.bitsPerSecond()) : Optional.empty();
    }

    private static Optional<SubflowSample> subflow(List<IntervalSample> intervals) {
        return intervals.stream()
                .map(IntervalSample::initialSubflow)
                .flatMap(Optional::stream)
                .reduce((a, b) ->
                        new SubflowSample(a.retransmits() + b.retransmits(), b.congestionWindow(), b.roundTripTime()));
    }

    private static Optional<Double> at(List<Event.Counters> samples, double t) {
        int next = FirstIndex.of(samples.size(), i -> samples.get(i).t() >= t);
        Event.Counters before = samples.get(Math.max(0, next - 1));
        if (next == samples.size()) {
            return Optional.of(before).filter(b -> t - b.t() <= STALE).map(b -> (double) b.txBytes());
        }
        Event.Counters sample = samples.get(next);
        double span = sample.t() - before.t();
        double grown = span > 0 ? (sample.txBytes() - (double) before.txBytes()) * (t - before.t()) / span : 0;
        return Optional.of(before.txBytes() + grown);
    }
}
