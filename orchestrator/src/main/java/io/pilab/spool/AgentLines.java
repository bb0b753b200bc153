package io.pilab.spool;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.record.Event;
import io.pilab.record.Event.FaultFired.Phase;
import io.pilab.record.Event.Traffic.State;
import java.util.Optional;
import java.util.OptionalInt;

/** The host's own log of a trial: when the traffic started, when faults were fired, how the traffic ended. */
final class AgentLines implements LineReader {
    private static final String FILE = "agent.jsonl";

    /** Seconds; what t = 0 may be off by when iperf3's own time stamp is missing. */
    private static final double UNKNOWN_START = 0.05;

    /** Seconds; iperf3 cuts its time stamp to milliseconds. */
    private static final double STAMP_RESOLUTION = 0.001;

    private final String host;
    private final FaultMatcher faults;
    private final Findings findings;

    AgentLines(String host, FaultMatcher faults, Findings findings) {
        this.host = host;
        this.faults = faults;
        this.findings = findings;
    }

    @Override
    public void line(String line) {
        if (line.isBlank()) {
            return;
        }
        Optional<JsonNode> found =
                JsonLine.object(line).filter(o -> o.path("time").isIntegralNumber());
        if (found.isEmpty()) {
            findings.warn(FILE, "not a record with its time: " + line);
            return;
        }
        JsonNode said = found.get();
        long time = said.path("time").asLong();
        findings.agentSaid(time);
        switch (said.path("event").asText()) {
            case "start" -> start(time, said);
            case "inject" -> fault(time, said, Phase.INJECT, line);
            case "heal" -> fault(time, said, Phase.HEAL, line);
            case "traffic-end" ->
                traffic(time, State.END, OptionalInt.of(said.path("code").asInt()), Optional.empty());
            case "watchdog" -> traffic(time, State.WATCHDOG, OptionalInt.empty(), Optional.empty());
            case "refused" -> traffic(time, State.ERROR, OptionalInt.empty(), reason(said));
            case "warning" -> findings.warn(FILE, reason(said).orElse(line));
            default -> {}
        }
    }

    /** The true start lies between iperf3's own time stamp, before the streams connect, and the agent's, after. */
    private void start(long time, JsonNode said) {
        double between = UNKNOWN_START;
        if (said.path("traffic_time_ms").isIntegralNumber()) {
            between = Math.abs(time - said.path("traffic_time_ms").asLong() * 1_000_000L) / 1e9;
        }
        findings.startsAt(time, between + STAMP_RESOLUTION);
        traffic(time, State.START, OptionalInt.empty(), Optional.empty());
    }

    private void fault(long time, JsonNode said, Phase phase, String line) {
        int index = said.path("index").asInt(-1);
        long done = said.path("done").asLong(time + FaultMatcher.UNKNOWN_DURATION);
        if (!faults.fired(time, done, phase, index, said.path("code").asInt())) {
            findings.warn(FILE, "no such fault in the scenario: " + line);
        }
    }

    private void traffic(long time, State state, OptionalInt code, Optional<String> message) {
        findings.at(time, t -> new Event.Traffic(t, host, state, code, message));
    }

    private static Optional<String> reason(JsonNode said) {
        return Optional.of(said.path("reason").asText()).filter(r -> !r.isEmpty());
    }
}
