package io.pilab.traffic;

import io.pilab.lab.Parameter;
import io.pilab.lab.Protocol;
import io.pilab.lab.Role;
import io.pilab.record.TrialRecord.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * {@code iperf3}, client to server (iperf3(1)).
 *
 * @param duration whole seconds
 * @param interval 0.1 s to 60 s, iperf3's own bounds
 */
public record Iperf3(
        Duration duration,
        Duration interval,
        Optional<String> toInterface,

        @Parameter("The rate that the client sends at, at the most; without it, as fast as it can.")
        Optional<Long> rate,

        @Parameter("The congestion control of the client, such as bbr; without it, the host's own.")
        Optional<String> congestion)
        implements Traffic {
    /** iperf3's own. */
    private static final int PORT = 5201;

    /** The server reports at this interval, the finest that iperf3 has: what the analysis measures with. */
    private static final Duration RECEIVER_INTERVAL = Duration.ofMillis(100);

    private static final Duration SHORTEST_INTERVAL = Duration.ofMillis(100);
    private static final Duration LONGEST_INTERVAL = Duration.ofSeconds(60);

    /** As fast as it can, with the host's congestion control. */
    public Iperf3(Duration duration, Duration interval, Optional<String> toInterface) {
        this(duration, interval, toInterface, Optional.empty(), Optional.empty());
    }

    public Iperf3 {
        CommonBounds.refusals(duration, interval)
                .refuse(
                        duration.toMillis() % 1000 != 0,
                        "duration",
                        "iperf3 runs for whole seconds; write " + (duration.toSeconds() + 1) + "s")
                .refuse(
                        interval.compareTo(SHORTEST_INTERVAL) < 0 || interval.compareTo(LONGEST_INTERVAL) > 0,
                        "interval",
                        "iperf3 reports every 100ms to 60s, not every " + CommonBounds.seconds(interval) + "s")
                .check();
    }

    @Override
    public int port() {
        return PORT;
    }

    /** One test, then it ends. 0.0.0.0, since Raspberry Pi OS has MPTCP for IPv4 only. */
    @Override
    public ToolCommand server(Path path) {
        return new ToolCommand(
                tool(),
                PORT,
                true,
                List.of(
                        "-s",
                        "-1",
                        "-B",
                        "0.0.0.0",
                        "-p",
                        "" + PORT,
                        "-i",
                        CommonBounds.seconds(RECEIVER_INTERVAL),
                        "--json-stream"));
    }

    @Override
    public ToolCommand client(Path path, Protocol protocol) {
        List<String> arguments =
                new ArrayList<>(List.of("-c", path.serverAddress(), "-B", path.clientAddress(), "-p", "" + PORT));
        arguments.addAll(List.of("-t", "" + duration.toSeconds(), "-i", CommonBounds.seconds(interval)));
        arguments.addAll(List.of("--connect-timeout", "5000", "--json-stream"));
        rate.ifPresent(r -> arguments.addAll(List.of("-b", "" + r)));
        congestion.ifPresent(c -> arguments.addAll(List.of("-C", c)));
        if (protocol == Protocol.MPTCP) {
            arguments.add("--mptcp");
        }
        return new ToolCommand(tool(), PORT, false, arguments);
    }

    /** The client reports as the scenario asks, the server as finely as it can. */
    @Override
    public OutputReader reader(Role side, OutputListener listener) {
        return new Iperf3Output(side == Role.CLIENT ? interval : RECEIVER_INTERVAL, listener);
    }

    /** "the server has terminated", "interrupt - the client has terminated by signal Terminated(15)". */
    @Override
    public boolean terminated(String message) {
        return message.contains("terminated");
    }
}
