package io.pilab.spool;

import io.pilab.lab.Excerpt;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What a host's own log of a trial ({@code agent.jsonl}) has said so far. */
public final class AgentLog {
    private final Set<String> events = new HashSet<>();
    private final Set<Integer> fired = new HashSet<>();
    private Optional<TrafficStart> start = Optional.empty();
    private Optional<String> reason = Optional.empty();
    private Optional<String> last = Optional.empty();

    AgentLog() {}

    void line(String line) {
        last = Optional.of(line.strip());
    }

    void said(String event, Optional<String> why) {
        events.add(event);
        reason = why.or(() -> reason);
    }

    void started(TrafficStart when) {
        start = start.or(() -> Optional.of(when));
    }

    void fired(int step) {
        fired.add(step);
    }

    public boolean says(String event) {
        return events.contains(event);
    }

    /** Whether it has fired that step's fault, and its command did not fail. */
    public boolean hasFired(int step) {
        return fired.contains(step);
    }

    /** When its traffic began, once it has. */
    public Optional<TrafficStart> start() {
        return start;
    }

    /** Why the host refused, in its own words. */
    public String reason() {
        return reason.orElseGet(this::last);
    }

    /** What it said last. */
    public String last() {
        return last.map(Excerpt::of).orElse("nothing");
    }
}
