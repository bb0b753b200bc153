package io.pilab.traffic;

import java.time.Duration;
import java.util.Optional;

/** What flows between a pair while faults fire. */
public sealed interface Traffic permits Iperf3 {
    /** How long data flows. */
    Duration duration();

    /** How often the tool reports. */
    Duration interval();

    /** The server's interface that the client connects to; empty: chosen so that the control connection survives. */
    Optional<String> toInterface();

    /** The tool's name in a scenario. */
    String tool();
}
