package io.pilab.spool;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.lab.Excerpt;
import io.pilab.record.Event;
import io.pilab.record.IntervalSample;
import io.pilab.record.IntervalSample.SubflowSample;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * {@code iperf3 --json-stream}. Every line, object and number is data from outside: what cannot be a measurement is named
 * in a warning and left out, and reading goes on. Left out without a word are what holds no measurement of its own: omitted
 * intervals, which come before t = 0; the last interval again, which iperf3 repeats after an error; and an empty one
 * without end, which a hanging iperf3 reports when it is ended.
 */
final class TrafficLines implements LineReader {
    private static final String FILE = "traffic.jsonl";

    /** Seconds; what two reports of one moment differ by. */
    private static final double SAME = 0.001;

    /** Seconds; more than the longest trial. */
    private static final double LATEST = 1e6;

    /** Bytes, and their like; the greatest number that a double counts exactly. */
    private static final double MOST = 9e15;

    private final String host;
    private final double longest;
    private final Findings findings;
    private Optional<IntervalSample> last = Optional.empty();
    private Optional<Event.Interval> silent = Optional.empty();
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
        JsonLine.events(line, rest -> findings.warn(FILE, "not a JSON object: " + rest))
                .forEach(this::object);
    }

    private void object(JsonNode object) {
        JsonNode data = object.path("data");
        switch (object.path("event").asText()) {
            case "interval" -> interval(data, object);
            case "error" -> traffic(Event.Traffic.State.ERROR, Optional.of(message(data)));
            case "end" -> end(data);
            case "start", "server_output_text", "server_output_json" -> {}
            default -> findings.warn(FILE, "not an event of iperf3: " + object);
        }
    }

    private static String message(JsonNode data) {
        return Excerpt.of(data.isTextual() ? data.asText() : data.toString());
    }

    private void interval(JsonNode data, JsonNode object) {
        JsonNode sum = data.path("sum");
        double start = number(sum, "start", LATEST);
        double end = number(sum, "end", LATEST);
        double bytes = number(sum, "bytes", MOST);
        if (!(start <= end) || Double.isNaN(bytes)) {
            findings.warn(FILE, "an interval whose start, end or bytes cannot be: " + object);
            return;
        }
        if (sum.path("omitted").asBoolean()) {
            return;
        }
        IntervalSample sample =
                new IntervalSample(start, end, bytes, sum.path("sender").asBoolean(), initialSubflow(data));
        if (last.filter(l -> again(l, sample)).isPresent()) {
            return;
        }
        if (start < reached - SAME) {
            findings.warn(FILE, "an interval of a time that was reported before: " + object);
            return;
        }
        last = Optional.of(sample);
        reached = Math.max(reached, end);
        measured(new Event.Interval(end, host, sample));
    }

    private static boolean again(IntervalSample last, IntervalSample sample) {
        return Math.abs(sample.start() - last.start()) < SAME
                && Math.abs(sample.end() - last.end()) < SAME
                && sample.bytes() == last.bytes();
    }

    /** Only what follows tells a tool that stood still, which measured silence, from one that hangs at its end. */
    private void measured(Event.Interval interval) {
        silent.ifPresent(findings::add);
        silent = Optional.of(interval)
                .filter(i -> i.sample().seconds() > longest && i.sample().bytes() == 0);
        if (silent.isEmpty()) {
            findings.add(interval);
        }
    }

    /** Not a number unless it is one between 0 and {@code most}. */
    private static double number(JsonNode object, String key, double most) {
        JsonNode node = object.path(key);
        double value = node.isNumber() ? node.asDouble() : Double.NaN;
        return value >= 0 && value <= most ? value : Double.NaN;
    }

    private Optional<SubflowSample> initialSubflow(JsonNode data) {
        JsonNode stream = data.path("streams").path(0);
        if (!stream.has("retransmits") || !stream.has("snd_cwnd")) {
            return Optional.empty();
        }
        double retransmits = number(stream, "retransmits", MOST);
        double window = number(stream, "snd_cwnd", MOST);
        double time = stream.has("rtt") ? number(stream, "rtt", MOST) : 0;
        if (Double.isNaN(retransmits + window + time)) {
            findings.warn(FILE, "retransmits, window or round trip time that cannot be: " + stream);
            return Optional.empty();
        }
        return Optional.of(new SubflowSample((long) retransmits, window, time / 1e6));
    }

    private void end(JsonNode data) {
        String congestion = data.path("sender_tcp_congestion").asText();
        if (!congestion.isEmpty()) {
            traffic(Event.Traffic.State.END, Optional.of("congestion control " + Excerpt.of(congestion)));
        }
    }

    private void traffic(Event.Traffic.State state, Optional<String> message) {
        findings.add(new Event.Traffic(reached, host, state, OptionalInt.empty(), message));
    }
}
