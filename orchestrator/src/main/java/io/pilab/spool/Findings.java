package io.pilab.spool;

import io.pilab.lab.Excerpt;
import io.pilab.record.Event;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.DoubleFunction;

/** What the lines of one host have shown so far; holds back what needs t = 0 until t = 0 is known. */
final class Findings {
    /** Of each file: a program may complain without end. */
    private static final int MOST_WARNINGS = 20;

    /** Seconds; more than the longest trial. */
    private static final double LATEST = 1e6;

    private record PendingEvent(long time, DoubleFunction<Event> event) {}

    private final List<Event> known = new ArrayList<>();
    private final List<PendingEvent> held = new ArrayList<>();
    private final Map<String, List<String>> warnings = new TreeMap<>();
    private final Map<String, Integer> passedOver = new TreeMap<>();
    private OptionalLong zero = OptionalLong.empty();
    private double zeroUncertainty;
    private OptionalLong firstAgentTime = OptionalLong.empty();

    /** An event whose t the line itself tells. */
    void add(Event event) {
        known.add(event);
    }

    /** An event at a time of the host's clock, epoch nanoseconds; it is given its t once t = 0 is known. */
    void at(long time, DoubleFunction<Event> event) {
        if (zero.isPresent()) {
            place(time, event);
        } else {
            held.add(new PendingEvent(time, event));
        }
    }

    void warn(String file, String what) {
        List<String> told = warnings.computeIfAbsent(file, f -> new ArrayList<>());
        if (told.size() < MOST_WARNINGS) {
            told.add(file + ": " + Excerpt.of(what));
        } else {
            passedOver.merge(file, 1, Integer::sum);
        }
    }

    void agentSaid(long time) {
        if (firstAgentTime.isEmpty()) {
            firstAgentTime = OptionalLong.of(time);
        }
    }

    /** The traffic's first data flowed at this epoch nanosecond, give or take {@code uncertainty} seconds. */
    void startsAt(long time, double uncertainty) {
        if (zero.isPresent()) {
            return;
        }
        zero = OptionalLong.of(time);
        zeroUncertainty = uncertainty;
        held.forEach(h -> place(h.time, h.event));
        held.clear();
    }

    private void place(long time, DoubleFunction<Event> event) {
        double seconds = seconds(time);
        if (Math.abs(seconds) <= LATEST) {
            known.add(event.apply(seconds));
        } else {
            warn(
                    "times",
                    "an event " + Math.round(seconds) + " s from t = 0 is none of this trial; was the clock set?");
        }
    }

    double zeroUncertainty() {
        return zeroUncertainty;
    }

    /** The traffic never started: count from the host's own first record, so that nothing is lost. */
    void settleWithoutStart() {
        if (zero.isEmpty() && !held.isEmpty()) {
            long earliest = held.stream().mapToLong(PendingEvent::time).min().orElseThrow();
            startsAt(firstAgentTime.orElse(earliest), 0);
        }
    }

    List<Event> drain() {
        List<Event> drained = List.copyOf(known);
        known.clear();
        return drained;
    }

    List<String> warnings() {
        List<String> all = new ArrayList<>();
        warnings.forEach((file, told) -> {
            all.addAll(told);
            Optional.ofNullable(passedOver.get(file)).ifPresent(n -> all.add(file + ": and " + n + " more"));
        });
        return all;
    }

    private double seconds(long time) {
        return BigDecimal.valueOf(time)
                .subtract(BigDecimal.valueOf(zero.orElseThrow()))
                .movePointLeft(9)
                .doubleValue();
    }
}
