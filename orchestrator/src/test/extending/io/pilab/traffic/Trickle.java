package io.pilab.traffic;

import io.pilab.fault.Requirement;
import io.pilab.lab.Protocol;
import io.pilab.lab.Parameter;
import io.pilab.lab.Role;
import io.pilab.record.IntervalSample;
import io.pilab.record.TrialRecord.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The worked example of docs/extending/traffic-tool.md. A {@code trickle} sends at a fixed rate. It writes one line an
 * interval, {@code 3 4 2500000}: from second 3 to second 4 it sent or received so many bytes.
 *
 * @param rate bits per second
 */
public record Trickle(
        Duration duration,
        Duration interval,
        Optional<String> toInterface,
        @Parameter("What it sends, such as 10mbit; 8kbit or more.") long rate)
        implements Traffic {
    private static final int PORT = 7007;

    public Trickle {
        CommonBounds.refusals(duration, interval)
                .refuse(rate < 8000, "rate", "trickle sends one byte a millisecond or more; use 8kbit or more")
                .check();
    }

    @Override
    public int port() {
        return PORT;
    }

    @Override
    public ToolCommand server(Path path) {
        return new ToolCommand(tool(), PORT, true, List.of("--serve", path.serverAddress() + ":" + PORT));
    }

    @Override
    public ToolCommand client(Path path, Protocol protocol) {
        String flag = protocol == Protocol.MPTCP ? "--mptcp" : "--tcp";
        return new ToolCommand(
                tool(), PORT, false, List.of("--send", path.serverAddress() + ":" + PORT, "--rate", "" + rate, flag));
    }

    @Override
    public OutputReader reader(Role side, OutputListener listener) {
        return new Output(side == Role.CLIENT, listener);
    }

    @Override
    public boolean terminated(String message) {
        return message.startsWith("caught signal ");
    }

    @Override
    public Set<Requirement> needs() {
        return Set.of(Requirement.TBF);
    }

    private record Output(boolean sender, OutputListener listener) implements OutputReader {
        @Override
        public void output(String line) {
            if (line.startsWith("{\"event\":\"start\"")) {
                return;
            }
            if (!line.matches("\\d{1,6} \\d{1,6} \\d{1,15}")) {
                listener.notUnderstood("not a report of trickle: " + line);
                return;
            }
            String[] words = line.split(" ");
            listener.measured(new IntervalSample(
                    Integer.parseInt(words[0]),
                    Integer.parseInt(words[1]),
                    Long.parseLong(words[2]),
                    sender,
                    Optional.empty()));
        }

        @Override
        public void complaint(String line) {
            listener.failed(0, line);
        }
    }
}
