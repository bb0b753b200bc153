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
            case "zero" -> findings.startsAt(time, said.path("uncertainty").asLong() / 1e9);
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

    private void start(long time, JsonNode said) {
        findings.startsAt(time, TrafficStart.of(said).uncertainty());
        traffic(time, State.START, OptionalInt.empty(), Optional.empty());
    }

    private void fault(long time, JsonNode said, Phase phase, String line) {
        int index = said.path("index").asInt(-1);
        long done = said.path("done").asLong(time + FaultMatcher.UNKNOWN_DURATION);
        long changing = said.path("changing").asLong(time);
        long changed = said.path("changed").asLong(done);
        boolean within = time <= changing && changing <= changed && changed <= done;
        if (!faults.fired(
                within ? changing : time,
                within ? changed : done,
                phase,
                index,
                said.path("code").asInt())) {
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
