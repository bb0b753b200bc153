package io.pilab.endings;

import io.pilab.lab.Pair;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** One fault and one ending, on a pair that nobody else has meanwhile. */
final class Cell {
    /** Seconds after the dead-man's deadline: several hosts share two cores here, and restore at the same time. */
    private static final double GRACE = 15;

    private final EndingsRig rig;
    private final Wave wave;
    private final FaultRow row;
    private final Pair pair;
    private final Map<String, Map<String, Object>> before = new TreeMap<>();
    private long booted;

    Cell(EndingsRig rig, Wave wave, FaultRow row, Pair pair) {
        this.rig = rig;
        this.wave = wave;
        this.row = row;
        this.pair = pair;
    }

    /**
     * How it went.
     *
     * @param seconds from the ending until both hosts were as before
     * @param problem empty when they were, in time
     */
    record Outcome(double seconds, String problem) {}

    FaultRow row() {
        return row;
    }

    String client() {
        return pair.client().name();
    }

    List<String> hosts() {
        return List.of(pair.client().name(), pair.server().name());
    }

    List<String> sshAddresses() {
        return List.of(pair.client().ssh().address(), pair.server().ssh().address());
    }

    /** The beginning of the command that makes the fault, up to its parameters. */
    String injection() {
        String[] words = row.command(rig.lab, pair).split(" ");
        return words[0] + " " + words[1];
    }

    /** Remembers what the hosts look like. */
    void begin(Path folder) {
        hosts().forEach(host -> before.put(host, rig.state(host)));
        booted = rig.init(client()).orElseThrow();
        try {
            Files.writeString(folder.resolve(client() + ".yaml"), row.scenario(wave.ending().seconds));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        wave.ending().plant(rig, this);
    }

    /** Waits for the fault, ends the trial, and watches the hosts until they are as before. */
    Outcome run() {
        double armed = awaitFault();
        wave.prepared(this);
        if (row.restarts()) {
            awaitBoot(booted);
        }
        if (wave.ending().interferes() && wave.over(this) && !row.endsTraffic()) {
            throw new AssertionError("the trial was over before its ending");
        }
        wave.ending().act(rig, this);
        double ended = uptime();
        double deadline = armed + GRACE;
        List<String> left = List.of("never looked at");
        while (!left.isEmpty() && uptime() < deadline + 30) {
            left = settled() || uptime() > armed ? differences() : List.of("a captured state is not restored");
            if (!left.isEmpty()) {
                pause(500);
            }
        }
        double now = uptime();
        if (left.isEmpty() && now <= deadline) {
            return new Outcome(now - ended, "");
        }
        return new Outcome(
                now - ended,
                String.join("; ", left)
                        + String.format(
                                " %.1f s after the ending, %.1f s after the deadline", now - ended, now - deadline));
    }

    /** Since boot, when its dead-man will restore the host whatever happens. */
    private double awaitFault() {
        String timer = await(Duration.ofMinutes(4), () -> found("run/pilab/deadman/*/timer", ".+"));
        String log = "/pilab/runs/*/*/agent.jsonl";
        String firing = ".*" + wave.ending().firing() + ".*";
        // On the disk while a host restarts.
        await(Duration.ofMinutes(1), () -> found("run" + log, firing).or(() -> found("var/lib" + log, firing)));
        return Double.parseDouble(timer.split(" ")[2]);
    }

    /** The first line of the client's files that matches. Fails when the controller has given up. */
    private Optional<String> found(String files, String pattern) {
        boolean over = wave.over(this);
        Optional<String> line = rig.read(client(), files)
                .lines()
                .filter(l -> l.matches(pattern))
                .findFirst();
        if (line.isEmpty() && over) {
            throw new AssertionError("the run ended without a fault");
        }
        return line;
    }

    /** @param before the client's first process until then */
    void awaitBoot(long before) {
        await(Duration.ofSeconds(30), () -> rig.init(client()).filter(pid -> pid != before && listens()));
    }

    private boolean listens() {
        return rig.in(client(), "ss -Htln | grep :22").code() == 0;
    }

    /** The process group of the trial on the client. */
    String agent() {
        return found("run/pilab/runs/*/*/pid", "\\d+ \\d+").orElseThrow().split(" ")[0];
    }

    void signalControllers(String signal) {
        wave.signal(this, signal);
    }

    /** Nothing is captured, or a restore says that it is done. */
    private boolean settled() {
        return hosts().stream()
                .allMatch(host -> !rig.files(host, "run").isEmpty()
                        && rig.files(host, "run/pilab/state/*/captured").stream()
                                .allMatch(captured -> Files.exists(captured.resolveSibling("restored"))));
    }

    private List<String> differences() {
        List<String> lines = new ArrayList<>();
        hosts().forEach(host -> lines.addAll(rig.difference(host, before.get(host))));
        return lines;
    }

    /** Seconds since boot, on which the dead-men count as well. */
    static double uptime() {
        try {
            return Double.parseDouble(Files.readString(Path.of("/proc/uptime")).split(" ")[0]);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static <T> T await(Duration limit, Supplier<Optional<T>> question) {
        long end = System.nanoTime() + limit.toNanos();
        Optional<T> answer = question.get();
        while (answer.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("not within " + limit);
            }
            pause(500);
            answer = question.get();
        }
        return answer.get();
    }

    private static void pause(long milliseconds) {
        try {
            Thread.sleep(milliseconds);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
