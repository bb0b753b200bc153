package io.pilab.spool;

import io.pilab.lab.Excerpt;
import io.pilab.lab.Host;
import io.pilab.record.Event;
import io.pilab.record.Event.Traffic.TrafficState;
import io.pilab.record.IntervalSample;
import io.pilab.traffic.OutputListener;
import io.pilab.traffic.OutputReader;
import io.pilab.traffic.Traffic;
import java.util.Optional;
import java.util.OptionalInt;

/** What the traffic tool, or the wrappers it is started through, wrote on a host; the tool's own reader understands it. */
final class TrafficOutput implements OutputListener {
    private final String host;
    private final OutputReader reader;
    private final Findings findings;

    TrafficOutput(Host host, Traffic traffic, Findings findings) {
        this.host = host.name();
        this.findings = findings;
        this.reader = traffic.reader(host.role(), this);
    }

    /** A line of traffic.jsonl. */
    void output(String line) {
        reader.output(line);
    }

    /** A line of traffic.err. */
    void complaint(String line) {
        if (line.startsWith("warning:") || line.startsWith("ERROR: ld.so: ")) {
            // The dynamic linker says so before every program, and starts it.
            findings.warn(SpoolFile.TRAFFIC_ERRORS.fileName(), line);
        } else if (!line.isBlank()) {
            reader.complaint(line);
        }
    }

    @Override
    public void measured(IntervalSample sample) {
        findings.add(new Event.Interval(sample.end(), host, sample));
    }

    @Override
    public void failed(double t, String message) {
        findings.add(said(t, TrafficState.ERROR, message));
    }

    @Override
    public void ended(double t, String message) {
        findings.add(said(t, TrafficState.END, message));
    }

    @Override
    public void notUnderstood(String what) {
        findings.warn(SpoolFile.TRAFFIC.fileName(), what);
    }

    private Event said(double t, TrafficState state, String message) {
        return new Event.Traffic(t, host, state, OptionalInt.empty(), Optional.of(Excerpt.of(message)));
    }
}
