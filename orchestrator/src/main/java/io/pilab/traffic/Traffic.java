package io.pilab.traffic;

import io.pilab.fault.Requirement;
import io.pilab.lab.Names;
import io.pilab.lab.Protocol;
import io.pilab.lab.Role;
import io.pilab.record.TrialRecord.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What flows between a pair while faults fire, as a value: it says how its tool is started and what the tool's output
 * means, and runs nothing. Its tool's name in a scenario is the record's name in kebab case.
 */
public sealed interface Traffic permits Iperf3 {
    /** How long data flows. */
    Duration duration();

    /** How often the client reports. */
    Duration interval();

    /** The server's interface that the client connects to; empty: chosen so that the control connection survives. */
    Optional<String> toInterface();

    /** The server's TCP port: a connection to it is the traffic's. */
    int port();

    /** What runs on the server: it listens, serves one client, and ends. */
    ToolCommand server(Path path);

    /** What runs on the client. */
    ToolCommand client(Path path, Protocol protocol);

    /** A reader of what the tool writes on one side. */
    OutputReader reader(Role side, OutputListener listener);

    /** Whether an error's message says that a signal ended the tool, on this side or the other. */
    boolean terminated(String message);

    /** What both hosts of the pair have to have for it. */
    default Set<Requirement> needs() {
        return Set.of();
    }

    /** The tool's name in a scenario, which is its program's. */
    default String tool() {
        return Names.kind(getClass());
    }
}
