package io.pilab.cli;

import io.pilab.remote.Watcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** The activities in progress, and since when each has been running. */
final class Activities implements Watcher {
    /** Shorter activities are not shown. */
    private static final Duration SHORT = Duration.ofMillis(500);

    private final LongSupplier clock;
    private final List<Running> all = new ArrayList<>();
    private long begun;

    /** @param number distinguishes two activities with the same text */
    private record Running(long number, String where, Supplier<String> what, long since) {}

    /** @param clock monotonic time in nanoseconds */
    Activities(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public Activity begin(String where, String what) {
        return begin(where, () -> what);
    }

    /** The same, for a text that changes during the activity. */
    synchronized Activity begin(String where, Supplier<String> what) {
        Running running = new Running(begun++, where, what, clock.getAsLong());
        all.add(running);
        return () -> end(running);
    }

    private synchronized void end(Running running) {
        all.remove(running);
    }

    /** The innermost activity of each place that takes a while, longest first. Empty when there is none. */
    synchronized String text() {
        long now = clock.getAsLong();
        Map<String, Running> innermost = new LinkedHashMap<>();
        all.stream().filter(a -> now - a.since() >= SHORT.toNanos()).forEach(a -> innermost.put(a.where(), a));
        List<String> parts = innermost.values().stream()
                .sorted((a, b) -> Long.compare(a.since(), b.since()))
                .map(a -> a.where() + ": " + a.what().get() + ", "
                        + Duration.ofNanos(now - a.since()).toSeconds() + " s")
                .toList();
        return String.join(" | ", parts);
    }
}
