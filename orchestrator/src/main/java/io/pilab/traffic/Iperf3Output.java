package io.pilab.traffic;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.record.IntervalSample;
import io.pilab.record.IntervalSample.SubflowSample;
import java.time.Duration;
import java.util.Optional;

/**
 * {@code iperf3 --json-stream}. Every line, object and number is data from outside: what cannot be a measurement is named
 * in a warning and left out, and reading continues. Left out without a word are what holds no measurement of its own: omitted
 * intervals, which come before t = 0; the last interval again, which iperf3 repeats after an error; and an empty one
 * without end, which a hanging iperf3 reports when it is ended.
 */
final class Iperf3Output implements OutputReader {
    /** Seconds; what two reports of one moment differ by. */
    private static final double SAME = 0.001;

    /** Seconds; more than the longest trial. */
    private static final double LATEST = 1e6;

    /** Bytes, and their like; the greatest number that a double counts exactly. */
    private static final double MOST = 9e15;

    private final double longest;
    private final OutputListener listener;
    private Optional<IntervalSample> last = Optional.empty();
    private Optional<IntervalSample> silent = Optional.empty();
    private double reached;

    /** @param interval between two reports */
    Iperf3Output(Duration interval, OutputListener listener) {
        this.listener = listener;
        // A busy host is late by less than this, a hanging iperf3 by far more.
        this.longest = 3 * (interval.toNanos() / 1e9) + 1;
    }

    @Override
    public void output(String line) {
        JsonEvents.of(line, rest -> listener.notUnderstood("not a JSON object: " + rest))
                .forEach(this::object);
    }

    /** Of a parameter error only the first line: it adds its whole usage, which tells nothing of what went wrong. */
    @Override
    public void complaint(String line) {
        if (!line.startsWith(" ") && !line.startsWith("Usage:") && !line.startsWith("Try ")) {
            listener.failed(0, line);
        }
    }

    private void object(JsonNode object) {
        JsonNode data = object.path("data");
        switch (object.path("event").asText()) {
            case "interval" -> interval(data, object);
            case "error" -> listener.failed(reached, message(data));
            case "end" -> end(data);
            case "start", "server_output_text", "server_output_json" -> {}
            default -> listener.notUnderstood("not an event of iperf3: " + object);
        }
    }

    private static String message(JsonNode data) {
        return data.isTextual() ? data.asText() : data.toString();
    }

    private void interval(JsonNode data, JsonNode object) {
        JsonNode sum = data.path("sum");
        double start = number(sum, "start", LATEST);
        double end = number(sum, "end", LATEST);
        double bytes = number(sum, "bytes", MOST);
        if (!(start <= end) || Double.isNaN(bytes)) {
            listener.notUnderstood("an interval whose start, end or bytes cannot be: " + object);
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
            listener.notUnderstood("an interval of a time that was reported before: " + object);
            return;
        }
        last = Optional.of(sample);
        reached = Math.max(reached, end);
        measured(sample);
    }

    private static boolean again(IntervalSample last, IntervalSample sample) {
        return Math.abs(sample.start() - last.start()) < SAME
                && Math.abs(sample.end() - last.end()) < SAME
                && sample.bytes() == last.bytes();
    }

    /** Only what follows tells a tool that stood still, which measured silence, from one that hangs at its end. */
    private void measured(IntervalSample sample) {
        silent.ifPresent(listener::measured);
        silent = Optional.of(sample).filter(s -> s.seconds() > longest && s.bytes() == 0);
        if (silent.isEmpty()) {
            listener.measured(sample);
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
            listener.notUnderstood("retransmits, window or round trip time that cannot be: " + stream);
            return Optional.empty();
        }
        return Optional.of(new SubflowSample((long) retransmits, window, time / 1e6));
    }

    private void end(JsonNode data) {
        String congestion = data.path("sender_tcp_congestion").asText();
        if (!congestion.isEmpty()) {
            listener.ended(reached, "congestion control " + congestion);
        }
    }
}
