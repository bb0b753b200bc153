package io.pilab.spool;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.record.Event;
import io.pilab.record.IntervalSample;
import io.pilab.record.IntervalSample.SubflowSample;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code iperf3 --json-stream}. Omitted intervals are left out: they come before t = 0. iperf3 repeats its last
 * interval after an error, and when its control connection is dead it reports one bogus interval that lasts until
 * it is ended; neither is passed on.
 */
final class TrafficLines implements LineReader {
    private final String host;
    private final double longest;
    private final Findings findings;
    private double lastStart = Double.NaN;
    private double reached;

    /** @param interval seconds between two reports */
    TrafficLines(String host, double interval, Findings findings) {
        this.host = host;
        this.findings = findings;
        // A busy host is late by less than this, a hanging iperf3 by far more.
        this.longest = 3 * interval + 1;
    }

    @Override
    public void line(String line) {
        if (line.isBlank()) {
            return;
        }
        Optional<JsonNode> object = JsonLine.object(line);
        if (object.isEmpty()) {
            findings.warn("traffic.jsonl", "not a JSON object: " + line);
            return;
        }
        JsonNode data = object.get().path("data");
        switch (object.get().path("event").asText()) {
            case "interval" -> interval(data, line);
            case "error" -> traffic(Event.Traffic.State.ERROR, Optional.of(data.asText()));
            case "end" -> end(data);
            default -> {}
        }
    }

    private void interval(JsonNode data, String line) {
        JsonNode sum = data.path("sum");
        if (!sum.path("start").isNumber()
                || !sum.path("end").isNumber()
                || !sum.path("bytes").isNumber()) {
            findings.warn("traffic.jsonl", "an interval without start, end or bytes: " + line);
            return;
        }
        double start = sum.path("start").asDouble();
        double end = sum.path("end").asDouble();
        if (sum.path("omitted").asBoolean() || Math.abs(start - lastStart) < 0.001) {
            return;
        }
        lastStart = start;
        reached = Math.max(reached, end);
        if (end - start > longest) {
            if (sum.path("bytes").asDouble() > 0) {
                findings.warn("traffic.jsonl", "an interval much longer than asked for is ignored: " + line);
            }
            return;
        }
        boolean sender = sum.path("sender").asBoolean();
        double bytes = sum.path("bytes").asDouble();
        IntervalSample sample = new IntervalSample(start, end, bytes, sender, initialSubflow(data));
        findings.add(new Event.Interval(end, host, sample));
    }

    private static Optional<SubflowSample> initialSubflow(JsonNode data) {
        JsonNode stream = data.path("streams").path(0);
        if (!stream.has("retransmits") || !stream.has("snd_cwnd")) {
            return Optional.empty();
        }
        return Optional.of(new SubflowSample(
                stream.path("retransmits").asLong(),
                stream.path("snd_cwnd").asDouble(),
                stream.path("rtt").asDouble() / 1e6));
    }

    private void end(JsonNode data) {
        String congestion = data.path("sender_tcp_congestion").asText();
        if (!congestion.isEmpty()) {
            traffic(Event.Traffic.State.END, Optional.of("congestion control " + congestion));
        }
    }

    private void traffic(Event.Traffic.State state, Optional<String> message) {
        findings.add(new Event.Traffic(reached, host, state, OptionalInt.empty(), message));
    }
}
