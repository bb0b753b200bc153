package io.pilab.spool;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.record.Event;
import java.util.Optional;

/** The sampler's byte counters, {@code {"time":NS,"interface":"wlan0","tx_bytes":1,"rx_bytes":2}} a line. */
final class CounterLines implements LineReader {
    /** The kernel's own limit is 15. */
    private static final int LONGEST_NAME = 64;

    private final String host;
    private final Findings findings;

    CounterLines(String host, Findings findings) {
        this.host = host;
        this.findings = findings;
    }

    @Override
    public void line(String line) {
        if (line.isBlank()) {
            return;
        }
        Optional<JsonNode> sample = JsonLine.object(line).filter(CounterLines::complete);
        if (sample.isEmpty()) {
            findings.warn("counters.jsonl", "not a sample: " + line);
            return;
        }
        String name = sample.get().path("interface").asText();
        long tx = sample.get().path("tx_bytes").asLong();
        long rx = sample.get().path("rx_bytes").asLong();
        findings.at(sample.get().path("time").asLong(), t -> new Event.Counters(t, host, name, tx, rx));
    }

    private static boolean complete(JsonNode sample) {
        return JsonLine.whole(sample, "time")
                && sample.path("interface").isTextual()
                && sample.path("interface").asText().length() <= LONGEST_NAME
                && counted(sample, "tx_bytes")
                && counted(sample, "rx_bytes");
    }

    private static boolean counted(JsonNode sample, String key) {
        return JsonLine.whole(sample, key) && sample.path(key).asLong() >= 0;
    }
}
