package io.pilab.traffic;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code iperf3}, client to server (iperf3(1)).
 *
 * @param duration whole seconds, {@link #LONGEST} at most
 * @param interval 0.1 s to 60 s, iperf3's own bounds
 */
public record Iperf3(Duration duration, Duration interval, Optional<String> toInterface) implements Traffic {
    /** iperf3's own. */
    public static final int PORT = 5201;

    /** The server reports at this interval, the finest that iperf3 has: what the analysis measures with. */
    public static final Duration RECEIVER_INTERVAL = Duration.ofMillis(100);

    /** A dead man's switch waits a day at most, and has to outlast the trial. */
    public static final Duration LONGEST = Duration.ofHours(23);

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(60);

    public Iperf3 {
        if (duration.toMillis() % 1000 != 0 || duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException("iperf3 runs for a whole number of seconds, at least 1");
        }
        if (duration.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("a trial lasts 23 hours at most");
        }
        if (interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0) {
            throw new IllegalArgumentException("iperf3 reports every 0.1 s to 60 s");
        }
        if (interval.compareTo(duration) > 0) {
            throw new IllegalArgumentException("the interval is longer than the traffic");
        }
    }

    @Override
    public String tool() {
        return "iperf3";
    }

    /** The server's arguments: one test, then it ends. 0.0.0.0, since Raspberry Pi OS has MPTCP for IPv4 only. */
    public List<String> serverArguments() {
        return List.of("-s", "-1", "-B", "0.0.0.0", "-p", "" + PORT, "-i", seconds(RECEIVER_INTERVAL), "--json-stream");
    }

    /**
     * The client's arguments.
     *
     * @param source the client's own address, a dotted quad
     * @param destination the server's address, a dotted quad
     */
    public List<String> clientArguments(String source, String destination, boolean mptcp) {
        List<String> arguments = new ArrayList<>(List.of("-c", destination, "-B", source, "-p", "" + PORT));
        arguments.addAll(List.of("-t", "" + duration.toSeconds(), "-i", seconds(interval)));
        arguments.addAll(List.of("--connect-timeout", "5000", "--json-stream"));
        if (mptcp) {
            arguments.add("--mptcp");
        }
        return List.copyOf(arguments);
    }

    private static String seconds(Duration duration) {
        return java.math.BigDecimal.valueOf(duration.toMillis(), 3)
                .stripTrailingZeros()
                .toPlainString();
    }
}
