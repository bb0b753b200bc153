package io.pilab.spool;

import io.pilab.lab.Excerpt;
import io.pilab.record.Event;
import java.util.Optional;
import java.util.OptionalInt;

/** What the traffic tool, or the wrappers it is started through, said on standard error. */
final class TrafficErrorLines implements LineReader {
    private final String host;
    private final Findings findings;

    TrafficErrorLines(String host, Findings findings) {
        this.host = host;
        this.findings = findings;
    }

    @Override
    public void line(String line) {
        // iperf3 adds its whole usage to a parameter error: the lines of it tell nothing of what went wrong.
        if (line.isBlank() || line.startsWith(" ") || line.startsWith("Usage:") || line.startsWith("Try ")) {
            return;
        }
        // The dynamic linker says so before every program, and starts it.
        if (line.startsWith("warning:") || line.startsWith("ERROR: ld.so: ")) {
            findings.warn("traffic.err", line);
            return;
        }
        findings.add(new Event.Traffic(
                0, host, Event.Traffic.State.ERROR, OptionalInt.empty(), Optional.of(Excerpt.of(line))));
    }
}
