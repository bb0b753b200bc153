package io.pilab.report;

import io.pilab.lab.Arm;
import io.pilab.metrics.Figures;
import io.pilab.metrics.InterfaceBytes;
import io.pilab.metrics.IntervalRow;
import io.pilab.metrics.Series;
import io.pilab.record.Event;
import io.pilab.record.TrialRecord;
import io.pilab.traffic.Traffic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The table of a trial as it grows: a line for each reporting interval once both sides and the byte counters have
 * reported it, or one side is a whole interval ahead, and a line for each fault, MPTCP event of the traffic and error in between.
 */
public final class LiveTable implements LiveFormat {
    private final Traffic traffic;
    private final double step;
    private final double plannedEnd;
    private final Arm arm;
    private final TrialRecord.Path path;
    private final Paint paint;
    private final Set<String> tokens = new HashSet<>();
    private List<Event> recent = new ArrayList<>();
    private double sent;
    private double received;
    private final Map<String, Double> counted = new HashMap<>();
    private int next;
    private Optional<IntervalTable> table = Optional.empty();

    /**
     * @param traffic whose interval a line is printed for
     */
    public LiveTable(Traffic traffic, Arm arm, TrialRecord.Path path, boolean coloured) {
        this.traffic = traffic;
        this.step = traffic.interval().toNanos() / 1e9;
        this.plannedEnd = traffic.duration().toNanos() / 1e9;
        this.arm = arm;
        this.path = path;
        this.paint = Paint.of(coloured);
    }

    @Override
    public List<String> accept(Event event) {
        List<String> lines = new ArrayList<>();
        if (event instanceof Event.FaultFired fault) {
            lines.add(paint.alert(IntervalTable.fault(fault)));
        } else if (event instanceof Event.Mptcp mptcp && ofTheTraffic(mptcp)) {
            lines.add(IntervalTable.mptcp(mptcp));
        } else if (event instanceof Event.Traffic said) {
            trouble(said).ifPresent(lines::add);
        } else if (event instanceof Event.Counters || event instanceof Event.Interval) {
            recent.add(event);
            reached(event);
            while (next * step < plannedEnd - 1e-9 && ready()) {
                row(lines);
            }
        }
        return lines;
    }

    private void reached(Event event) {
        if (event instanceof Event.Counters counters && event.host().equals(path.client())) {
            counted.put(counters.networkInterface(), event.t());
        } else if (event instanceof Event.Interval interval) {
            if (interval.sample().sender() && interval.host().equals(path.client())) {
                sent = Math.max(sent, interval.sample().end());
            } else if (!interval.sample().sender() && interval.host().equals(path.server())) {
                received = Math.max(received, interval.sample().end());
            }
        }
    }

    @Override
    public List<String> finish() {
        List<String> lines = new ArrayList<>();
        while (next * step < plannedEnd - 1e-9 && next * step < Math.max(sent, received) - step / 2) {
            row(lines);
        }
        return lines;
    }

    private boolean ready() {
        double end = Math.min(plannedEnd, (next + 1) * step);
        // Reports end a little before or after the grid's line.
        double slack = Math.min(step, 0.1) / 2;
        boolean all = sent >= end - slack
                && received >= end - slack
                && counted.values().stream().allMatch(t -> t >= end);
        return all || Math.max(sent, received) >= end + step + slack;
    }

    private void row(List<String> lines) {
        double start = next * step;
        double end = Math.min(plannedEnd, start + step);
        Map<String, List<Event.Counters>> counters = InterfaceBytes.counters(recent, path.client());
        if (table.isEmpty()) {
            table = Optional.of(new IntervalTable(arm.protocol(), List.copyOf(counters.keySet())));
            table.get().header().forEach(h -> lines.add(paint.faint(h)));
        }
        Series sender = Series.of(Series.SeriesSource.SENDER, recent, path.client());
        Series receiver = Series.of(Series.SeriesSource.RECEIVER, recent, path.server());
        lines.add(table.get().row(IntervalRow.of(sender, receiver, counters, start, end)));
        next++;
        // Nothing of what lies an interval back is needed for the rows to come.
        recent = new ArrayList<>(recent.stream().filter(e -> e.t() >= start).toList());
    }

    private boolean ofTheTraffic(Event.Mptcp event) {
        if (!event.host().equals(path.client())) {
            return false;
        }
        String token = event.details().getOrDefault("token", "");
        if (String.valueOf(traffic.port()).equals(event.details().get("dport"))) {
            tokens.add(token);
        }
        return tokens.contains(token);
    }

    private Optional<String> trouble(Event.Traffic said) {
        return switch (said.state()) {
            case START, END -> Optional.empty();
            case ERROR ->
                Optional.of("  " + said.host() + ": " + traffic.tool() + ": "
                        + said.message().orElse("an error without a message"));
            case WATCHDOG ->
                Optional.of("  " + Figures.seconds(said.t()) + "  " + said.host() + ": " + traffic.tool()
                        + " hung and was killed at its time limit");
        };
    }
}
