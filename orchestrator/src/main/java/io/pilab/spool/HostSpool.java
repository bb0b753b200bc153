package io.pilab.spool;

import io.pilab.lab.Host;
import io.pilab.lab.NetworkInterface;
import io.pilab.record.Event;
import io.pilab.scenario.Timeline;
import io.pilab.traffic.Traffic;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Turns what a host wrote during one trial into events, as its bytes arrive (docs/record-format.md has the files).
 * Files may come in any order and in pieces of any size; the same events come out. Nothing in them makes it throw.
 *
 * <p>Times count from t = 0, the agent's record of the traffic's start; a helper received it. Until that is known, events that need it are
 * held back.
 */
public final class HostSpool {
    /**
     * The end of a spool.
     *
     * @param events those that only the end could decide
     * @param warnings what could not be understood, with its file
     * @param mptcpCounters how much each MPTcpExt counter of the kernel grew; one that is not known is absent
     */
    public record Finished(List<Event> events, List<String> warnings, Map<String, Long> mptcpCounters) {}

    private final Findings findings = new Findings();
    private final NetstatCounters before = new NetstatCounters("netstat-before.txt", findings);
    private final NetstatCounters after = new NetstatCounters("netstat-after.txt", findings);
    private final Map<SpoolFile, LineReader> readers = new EnumMap<>(SpoolFile.class);
    private final Map<SpoolFile, LineBuffer> buffers = new EnumMap<>(SpoolFile.class);
    private final AgentLog log = new AgentLog();
    private final FaultMatcher faultMatcher;

    /**
     * @param timeline of the scenario, whose numbers the agent's records give
     */
    private HostSpool(Host host, Traffic traffic, Timeline timeline) {
        Map<String, String> interfaces = host.interfaces().stream()
                .collect(Collectors.toMap(i -> i.address().ip(), NetworkInterface::name));
        String name = host.name();
        TrafficOutput output = new TrafficOutput(host, traffic, findings);
        faultMatcher = new FaultMatcher(name, host.role(), timeline, findings);
        for (SpoolFile file : SpoolFile.values()) {
            buffers.put(
                    file,
                    new LineBuffer(() -> findings.warn(
                            file.fileName(), "a line of more than " + LineBuffer.LONGEST + " bytes was passed over")));
            readers.put(file, line -> complaint(file, line));
        }
        readers.put(SpoolFile.AGENT, new AgentLines(name, faultMatcher, findings, log));
        readers.put(SpoolFile.TRAFFIC, output::output);
        readers.put(SpoolFile.TRAFFIC_ERRORS, output::complaint);
        readers.put(SpoolFile.MPTCP, new MptcpLines(name, interfaces, findings));
        readers.put(SpoolFile.LINK, new LinkLines(name, faultMatcher, findings));
        readers.put(SpoolFile.COUNTERS, new CounterLines(name, findings));
        readers.put(SpoolFile.NETSTAT_BEFORE, before);
        readers.put(SpoolFile.NETSTAT_AFTER, after);
    }

    /** The spool of one host of a trial. */
    public static HostSpool of(Host host, Traffic traffic, Timeline timeline) {
        return new HostSpool(host, traffic, timeline);
    }

    /** Takes the next bytes of one of the host's files; returns the events that they make known. */
    public List<Event> accept(SpoolFile file, byte[] bytes) {
        buffers.get(file).accept(bytes).forEach(readers.get(file)::line);
        return findings.drain();
    }

    /** What the host's own log has said so far. */
    public AgentLog log() {
        return log;
    }

    /** No more bytes will come. */
    public Finished finish() {
        buffers.forEach((file, buffer) -> buffer.rest().ifPresent(readers.get(file)::line));
        faultMatcher.end();
        findings.settleWithoutStart();
        return new Finished(findings.drain(), findings.warnings(), after.growthSince(before));
    }

    /** Scripts trace their commands on standard error, as "+ command"; the rest of it is worth a reader's while. */
    private void complaint(SpoolFile file, String line) {
        if (!line.isBlank() && !line.startsWith("+")) {
            findings.warn(file.fileName(), line);
        }
    }
}
