package io.pilab.metrics;

import io.pilab.record.Event;
import io.pilab.record.IntervalSample;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import java.util.function.ToDoubleFunction;
import org.apache.commons.statistics.descriptive.Median;

/** Bytes over time as one side of the traffic reported them: fine intervals, the earliest first. */
public final class Series {
    /** Who counted. A sender counts what it handed to its socket, which is more than has arrived. */
    public enum SeriesSource {
        RECEIVER,
        SENDER;

        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * A cell of the reporting grid; a report that lies across its border counts by its share.
     *
     * @param seconds that reports cover
     */
    public record Cell(double start, double end, double bytes, double seconds) {
        public double bitsPerSecond() {
            return seconds > 0 ? bytes * 8 / seconds : 0;
        }

        /** Whether enough of it was reported to speak of its rate. */
        public boolean known() {
            return seconds >= (end - start) / 2;
        }
    }

    /** Reports that follow each other without a gap. */
    record Stretch(double start, double end, double bitsPerSecond) {}

    private final SeriesSource source;
    private final List<IntervalSample> intervals;
    private final double resolution;
    private final PartialSums seconds;
    private final PartialSums bytes;

    /** Of each interval the latest end of all that begin no later. */
    private final double[] reached;

    /** @param intervals in any order */
    public Series(SeriesSource source, Collection<IntervalSample> intervals) {
        this.source = source;
        this.intervals = intervals.stream()
                .sorted(Comparator.comparingDouble(IntervalSample::start))
                .toList();
        this.resolution = median(
                        this.intervals.stream().map(IntervalSample::seconds).toList())
                .orElse(0.0);
        this.seconds = sums(IntervalSample::seconds);
        this.bytes = sums(IntervalSample::bytes);
        this.reached = this.intervals.stream().mapToDouble(IntervalSample::end).toArray();
        Arrays.parallelPrefix(reached, Math::max);
    }

    private PartialSums sums(ToDoubleFunction<IntervalSample> figure) {
        return new PartialSums(intervals.stream().mapToDouble(figure).toArray());
    }

    public SeriesSource source() {
        return source;
    }

    public List<IntervalSample> intervals() {
        return intervals;
    }

    /** Seconds; the median length of an interval, which is what the series can tell apart. */
    public double resolution() {
        return resolution;
    }

    /** What a host reported in that role. */
    public static Series of(SeriesSource source, Collection<Event> events, String host) {
        List<IntervalSample> samples = events.stream()
                .filter(e -> e instanceof Event.Interval && e.host().equals(host))
                .map(e -> ((Event.Interval) e).sample())
                .filter(s -> s.sender() == (source == SeriesSource.SENDER))
                .toList();
        return new Series(source, samples);
    }

    public boolean isEmpty() {
        return intervals.isEmpty();
    }

    /** Seconds from the traffic's start to the last report; 0 without one. */
    public double end() {
        return isEmpty() ? 0 : reached[reached.length - 1];
    }

    public double bytes() {
        return bytes.between(0, intervals.size());
    }

    /** Bytes between two times; an interval that lies across one of them counts by its share. */
    public double bytes(double from, double to) {
        return around(from, to).stream()
                .filter(i -> i.seconds() > 0)
                .mapToDouble(i -> i.bytes() * overlap(i, from, to) / i.seconds())
                .sum();
    }

    private static double overlap(IntervalSample interval, double from, double to) {
        return Math.max(0, Math.min(to, interval.end()) - Math.max(from, interval.start()));
    }

    /** Seconds, from the traffic's start to the last report, of which nothing was reported. */
    public double unreported() {
        double reached = 0;
        double missing = 0;
        for (IntervalSample interval : intervals) {
            if (interval.start() - reached > gap()) {
                missing += interval.start() - reached;
            }
            reached = Math.max(reached, interval.end());
        }
        return missing;
    }

    /** Whether nothing was reported between an interval and the one before it. */
    boolean follows(int index) {
        return index > 0
                && intervals.get(index).start() - intervals.get(index - 1).end() <= gap();
    }

    private double gap() {
        return resolution / 2;
    }

    /** Bits per second over the time that was reported. */
    public double meanRate() {
        return rate(0, intervals.size());
    }

    /** The reporting grid from 0 to {@code end} in steps of {@code step} seconds. */
    public List<Cell> grid(double step, double end) {
        List<Cell> cells = new ArrayList<>();
        for (int k = 0; k * step < end - 1e-9; k++) {
            double from = k * step;
            double to = Math.min(end, (k + 1) * step);
            cells.add(cell(from, to));
        }
        return cells;
    }

    /** One cell of a grid, from one time to another. */
    public Cell cell(double from, double to) {
        double seconds =
                around(from, to).stream().mapToDouble(i -> overlap(i, from, to)).sum();
        return new Cell(from, to, bytes(from, to), seconds);
    }

    /** The intervals whose middle lies between two times. */
    public List<IntervalSample> within(double from, double to) {
        return around(from, to).stream()
                .filter(i -> middle(i) >= from && middle(i) < to)
                .toList();
    }

    /** The intervals that begin before one time, without the first ones that end before another. */
    private List<IntervalSample> around(double from, double to) {
        int first = FirstIndex.of(reached.length, i -> reached[i] >= from);
        int end = FirstIndex.of(intervals.size(), i -> intervals.get(i).start() >= to);
        return intervals.subList(Math.min(first, end), end);
    }

    /** Of each report the stretch from it on that lasts so many seconds; empty when there is less, or a gap. */
    List<Optional<Stretch>> lasting(double length) {
        return stretches(first -> intervals.get(first).start() + length);
    }

    /** Of each report the stretch from it to a time; empty when there is less, or a gap. */
    List<Optional<Stretch>> reaching(double time) {
        return stretches(first -> time);
    }

    /** @param until where the stretch of a report ends, no earlier than that of the report before */
    private List<Optional<Stretch>> stretches(IntToDoubleFunction until) {
        List<Optional<Stretch>> all = new ArrayList<>();
        int last = 0;
        int gapless = 0;
        for (int first = 0; first < intervals.size(); first++) {
            last = Math.max(last, first);
            while (last < intervals.size() && intervals.get(last).end() < until.applyAsDouble(first) - gap()) {
                last++;
            }
            gapless = Math.max(gapless, first);
            while (gapless + 1 < intervals.size() && follows(gapless + 1)) {
                gapless++;
            }
            all.add(last <= gapless ? Optional.of(stretch(first, last)) : Optional.empty());
        }
        return all;
    }

    /** Stretches of so many seconds, one after the other, of the reports between two times; the last may be half as long. */
    List<Stretch> stretches(double from, double to, double length) {
        double border = resolution / 20; // a report begins a little early or ends a little late
        List<Stretch> all = new ArrayList<>();
        int first = 0;
        for (int i = 0; i < intervals.size(); i++) {
            if (intervals.get(i).start() < from - border || intervals.get(i).end() > to + border) {
                first = i + 1;
                continue;
            }
            if (i > first && !follows(i)) {
                first = i;
            }
            boolean ends = i + 1 == intervals.size() || intervals.get(i + 1).end() > to + border || !follows(i + 1);
            double wanted = (ends ? length / 2 : length) - resolution / 2;
            if (intervals.get(i).end() - intervals.get(first).start() >= wanted) {
                all.add(stretch(first, i));
                first = i + 1;
            }
        }
        return all;
    }

    private Stretch stretch(int first, int last) {
        return new Stretch(intervals.get(first).start(), intervals.get(last).end(), rate(first, last + 1));
    }

    private static double middle(IntervalSample interval) {
        return (interval.start() + interval.end()) / 2;
    }

    static Optional<Double> median(List<Double> values) {
        double[] all = values.stream().mapToDouble(Double::doubleValue).toArray();
        return all.length == 0
                ? Optional.empty()
                : Optional.of(Median.withDefaults().evaluate(all));
    }

    private double rate(int from, int to) {
        double lasted = seconds.between(from, to);
        return lasted > 0 ? bytes.between(from, to) * 8 / lasted : 0;
    }
}
