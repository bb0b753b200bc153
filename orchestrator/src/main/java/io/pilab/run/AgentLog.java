package io.pilab.run;

import io.pilab.lab.Excerpt;
import io.pilab.spool.TrafficStart;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** What a host's own log of a trial ({@code agent.jsonl}) has said so far. */
final class AgentLog {
    private final StringBuilder text = new StringBuilder();

    void append(byte[] bytes) {
        text.append(new String(bytes, StandardCharsets.UTF_8));
    }

    boolean says(String event) {
        return text.indexOf("\"event\":\"" + event + "\"") >= 0;
    }

    /** Whether it has fired that fault, and its command did not fail. */
    boolean fired(int index) {
        return text.indexOf("\"event\":\"inject\",\"index\":" + index + ",\"code\":0,") >= 0;
    }

    /** When its traffic began, once it has. */
    Optional<TrafficStart> start() {
        return text.toString()
                .lines()
                .flatMap(line -> TrafficStart.parse(line).stream())
                .findFirst();
    }

    /** Why the host refused, in its own words. */
    String reason() {
        int at = text.lastIndexOf("\"reason\":\"");
        int end = text.indexOf("\"", at + 10);
        return at < 0 || end < 0 ? last() : Excerpt.of(text.substring(at + 10, end));
    }

    String last() {
        String all = text.toString().strip();
        return all.isEmpty() ? "nothing" : Excerpt.of(all.substring(all.lastIndexOf('\n') + 1));
    }
}
