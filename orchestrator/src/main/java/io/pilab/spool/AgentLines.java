package io.pilab.spool;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.lab.Excerpt;
import io.pilab.record.Event;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.record.Event.FaultFired.Loss;
import io.pilab.record.Event.Traffic.TrafficState;
import java.util.Optional;
import java.util.OptionalInt;

/** The host's own log of a trial: when the traffic started, when faults were fired, how the traffic ended. */
final class AgentLines implements LineReader {
    private static final String FILE = "agent.jsonl";

    private final String host;
    private final FaultMatcher faults;
    private final Findings findings;
    private final AgentLog log;

    AgentLines(String host, FaultMatcher faults, Findings findings, AgentLog log) {
        this.host = host;
        this.faults = faults;
        this.findings = findings;
        this.log = log;
    }

    @Override
    public void line(String line) {
        if (line.isBlank()) {
            return;
        }
        log.line(line);
        Optional<JsonNode> found = JsonLine.object(line).filter(o -> JsonLine.whole(o, "time"));
        if (found.isEmpty()) {
            findings.warn(FILE, "not a record with its time: " + line);
            return;
        }
        JsonNode said = found.get();
        long time = said.path("time").asLong();
        findings.agentSaid(time);
        String event = said.path("event").asText();
        log.said(event, reason(said));
        switch (event) {
            case "start" -> start(time, said);
            case "zero" -> zero(time, said);
            case "inject" -> fault(time, said, FaultPhase.INJECT, line);
            case "heal" -> fault(time, said, FaultPhase.HEAL, line);
            case "traffic-end" -> traffic(time, TrafficState.END, code(said), Optional.empty());
            case "watchdog" -> traffic(time, TrafficState.WATCHDOG, OptionalInt.empty(), Optional.empty());
            case "refused" -> traffic(time, TrafficState.ERROR, OptionalInt.empty(), reason(said));
            case "warning" -> findings.warn(FILE, reason(said).orElse(line));
            default -> {}
        }
    }

    private void zero(long time, JsonNode said) {
        double uncertainty = said.path("uncertainty").asDouble(-1) / 1e9;
        if (uncertainty >= 0 && uncertainty <= TrafficStart.MOST) {
            findings.startsAt(time, uncertainty);
        } else {
            findings.warn(FILE, "an uncertainty that cannot be: " + said);
        }
    }

    private void start(long time, JsonNode said) {
        TrafficStart start = TrafficStart.of(said);
        log.started(start);
        findings.startsAt(time, start.uncertainty());
        traffic(time, TrafficState.START, OptionalInt.empty(), Optional.empty());
    }

    private void fault(long time, JsonNode said, FaultPhase phase, String line) {
        boolean told = JsonLine.whole(said, "done") && said.path("done").asLong() >= time;
        long done = told ? said.path("done").asLong() : time + FaultMatcher.UNKNOWN_DURATION;
        long changing = said.path("changing").asLong(time);
        long changed = said.path("changed").asLong(done);
        boolean within = time <= changing && changing <= changed && changed <= done;
        OptionalInt step = step(said);
        OptionalInt code = code(said);
        if (phase == FaultPhase.INJECT && code.equals(OptionalInt.of(0))) {
            step.ifPresent(log::fired);
        }
        if (code.isPresent()
                && !faults.fired(
                        within ? changing : time,
                        within ? changed : done,
                        phase,
                        step.orElse(-1),
                        code.getAsInt(),
                        loss(said))) {
            findings.warn(FILE, "no such fault in the scenario: " + line);
        }
    }

    /** Its number in the scenario's timeline; a spool of before has that among the host's own faults, {@code index}. */
    private OptionalInt step(JsonNode said) {
        OptionalInt step = number(said, "step");
        return step.isPresent() || !said.has("index")
                ? step
                : faults.step(number(said, "index").orElse(-1));
    }

    private static OptionalInt number(JsonNode said, String key) {
        JsonNode value = said.path(key);
        return value.isIntegralNumber() && value.canConvertToInt()
                ? OptionalInt.of(value.asInt())
                : OptionalInt.empty();
    }

    private Optional<Loss> loss(JsonNode said) {
        if (!said.has("packets")) {
            return Optional.empty();
        }
        long packets = JsonLine.whole(said, "packets") ? said.path("packets").asLong() : -1;
        long dropped = JsonLine.whole(said, "dropped") ? said.path("dropped").asLong() : -1;
        if (dropped < 0 || dropped > packets) {
            findings.warn(FILE, "a loss that cannot be: " + said);
            return Optional.empty();
        }
        return Optional.of(new Loss(packets, dropped));
    }

    /** Absent when it is none that a process can end with. */
    private OptionalInt code(JsonNode said) {
        JsonNode code = said.path("code");
        if (code.isInt() && code.asInt() >= 0 && code.asInt() <= 255) {
            return OptionalInt.of(code.asInt());
        }
        findings.warn(FILE, "an exit code that cannot be: " + said);
        return OptionalInt.empty();
    }

    private void traffic(long time, TrafficState state, OptionalInt code, Optional<String> message) {
        findings.at(time, t -> new Event.Traffic(t, host, state, code, message));
    }

    private static Optional<String> reason(JsonNode said) {
        return Optional.of(Excerpt.of(said.path("reason").asText())).filter(r -> !r.isEmpty());
    }
}
