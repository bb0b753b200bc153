package io.pilab.testing;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** A host's spool, made of real samples and of what the agent adds to them; t = 0 is {@link #ZERO}. */
public final class TestingSpool {
    /** Epoch nanoseconds of t = 0. */
    public static final long ZERO = 1_795_327_892_660_000_000L;

    private static final DateTimeFormatter STAMP =
            DateTimeFormatter.ofPattern("yyyy-MM-dd'T'HH:mm:ss.SSSSSS", Locale.ROOT);

    private final Map<String, byte[]> files = new LinkedHashMap<>();

    public TestingSpool with(String file, String text) {
        files.merge(file, text.getBytes(StandardCharsets.UTF_8), TestingSpool::join);
        return this;
    }

    /** The agent's log: the start, 5 ms after iperf3's own time stamp, and what else it says. */
    public TestingSpool started(String... agentLines) {
        with("agent.jsonl", agentLine(0, "\"event\":\"start\",\"traffic_time_ms\":" + (ZERO / 1_000_000 - 5)));
        for (String line : agentLines) {
            with("agent.jsonl", line);
        }
        return this;
    }

    /** A monitor log whose lines begin with seconds, as {@code ip -ts} would have stamped it. */
    public TestingSpool withMonitor(String secondsLog) {
        return with(
                "mptcp.txt",
                secondsLog
                        .lines()
                        .map(l ->
                                stamp(Double.parseDouble(l.strip().split(" ")[0])) + l.substring(l.indexOf('[')) + "\n")
                        .collect(Collectors.joining()));
    }

    public TestingSpool withLink(double seconds, String networkInterface, String flags) {
        return with("link.txt", stamp(seconds) + "3: " + networkInterface + "@if4: <" + flags + "> mtu 1500 \\\n");
    }

    public TestingSpool withCounters(double seconds, String networkInterface, long tx) {
        return with(
                "counters.jsonl",
                "{\"time\":" + time(seconds) + ",\"interface\":\"" + networkInterface + "\",\"tx_bytes\":" + tx
                        + ",\"rx_bytes\":0}\n");
    }

    public static String agentLine(double seconds, String rest) {
        return "{\"time\":" + time(seconds) + "," + rest + "}\n";
    }

    public Map<String, byte[]> files() {
        return files;
    }

    private static String stamp(double seconds) {
        Instant at = Instant.ofEpochSecond(0, time(seconds));
        return "[" + STAMP.format(LocalDateTime.ofInstant(at, ZoneOffset.UTC)) + "] ";
    }

    private static long time(double seconds) {
        return ZERO + Math.round(seconds * 1e6) * 1000;
    }

    private static byte[] join(byte[] a, byte[] b) {
        byte[] both = java.util.Arrays.copyOf(a, a.length + b.length);
        System.arraycopy(b, 0, both, a.length, b.length);
        return both;
    }
}
