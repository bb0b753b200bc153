package io.pilab.store;

import static io.pilab.store.JsonValues.amount;
import static io.pilab.store.JsonValues.bool;
import static io.pilab.store.JsonValues.choice;
import static io.pilab.store.JsonValues.count;
import static io.pilab.store.JsonValues.number;
import static io.pilab.store.JsonValues.put;
import static io.pilab.store.JsonValues.required;
import static io.pilab.store.JsonValues.text;
import static io.pilab.store.JsonValues.whole;
import static io.pilab.store.JsonValues.wholeInt;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.record.Event;
import io.pilab.record.IntervalSample;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/** Every kind of event. docs/record-format.md lists the same keys. */
final class EventFormats {
    static final List<EventFormat<?>> ALL = List.of(
            new EventFormat<>("interval", Event.Interval.class, EventFormats::interval, EventFormats::interval),
            new EventFormat<>("mptcp", Event.Mptcp.class, EventFormats::mptcp, EventFormats::mptcp),
            new EventFormat<>("counters", Event.Counters.class, EventFormats::counters, EventFormats::counters),
            new EventFormat<>("link", Event.Link.class, EventFormats::link, EventFormats::link),
            new EventFormat<>("fault", Event.FaultFired.class, EventFormats::fault, EventFormats::fault),
            new EventFormat<>("traffic", Event.Traffic.class, EventFormats::traffic, EventFormats::traffic),
            new EventFormat<>("restore", Event.Restore.class, EventFormats::restore, EventFormats::restore));

    /** The monitor's words with a decimal number. A token is not one, even if it has only digits. */
    private static final Set<String> NUMBERS =
            Set.of("locid", "remid", "sport", "dport", "backup", "ifindex", "error", "reset_reason");

    private static final Set<String> NOT_DETAILS = Set.of("t", "host", "kind", "event", "interface");

    private EventFormats() {}

    private static void interval(Event.Interval event, ObjectNode json) {
        IntervalSample sample = event.sample();
        put(json, "start", sample.start());
        put(json, "end", sample.end());
        put(json, "bytes", sample.bytes());
        put(json, "bits_per_second", sample.bitsPerSecond());
        json.put("sender", sample.sender());
        sample.initialSubflow().ifPresent(subflow -> {
            json.put("retransmits", subflow.retransmits());
            put(json, "congestion_window", subflow.congestionWindow());
            put(json, "round_trip_time", subflow.roundTripTime());
        });
    }

    private static Event.Interval interval(double t, String host, JsonNode json) {
        Optional<IntervalSample.SubflowSample> subflow = Optional.empty();
        if (json.has("retransmits")) {
            subflow = Optional.of(new IntervalSample.SubflowSample(
                    whole(json, "retransmits"), number(json, "congestion_window"), number(json, "round_trip_time")));
        }
        double start = number(json, "start");
        double end = number(json, "end");
        if (end < start) {
            throw new IllegalArgumentException("'end' is before 'start'");
        }
        IntervalSample sample = new IntervalSample(start, end, amount(json, "bytes"), bool(json, "sender"), subflow);
        return new Event.Interval(t, host, sample);
    }

    private static void mptcp(Event.Mptcp event, ObjectNode json) {
        json.put("event", event.event());
        event.details().forEach((word, value) -> {
            String key = word.equals("saddr4") || word.equals("saddr6") ? "saddr" : word;
            key = word.equals("daddr4") || word.equals("daddr6") ? "daddr" : key;
            if (NUMBERS.contains(key) && value.matches("\\d{1,9}")) {
                json.put(key, Integer.parseInt(value));
            } else if (!NOT_DETAILS.contains(key)) {
                json.put(key, value);
            }
        });
        event.networkInterface().ifPresent(i -> json.put("interface", i));
    }

    private static Event.Mptcp mptcp(double t, String host, JsonNode json) {
        Map<String, String> details = new LinkedHashMap<>();
        json.properties().forEach(property -> {
            String key = property.getKey();
            String value = property.getValue().asText();
            if (key.equals("saddr") || key.equals("daddr")) {
                details.put(key + (value.contains(":") ? "6" : "4"), value);
            } else if (!NOT_DETAILS.contains(key)) {
                details.put(key, value);
            }
        });
        Optional<String> networkInterface =
                Optional.ofNullable(json.get("interface")).map(JsonNode::asText);
        return new Event.Mptcp(t, host, text(json, "event"), networkInterface, details);
    }

    private static void counters(Event.Counters event, ObjectNode json) {
        json.put("interface", event.networkInterface());
        json.put("tx_bytes", event.txBytes());
        json.put("rx_bytes", event.rxBytes());
    }

    private static Event.Counters counters(double t, String host, JsonNode json) {
        return new Event.Counters(t, host, text(json, "interface"), count(json, "tx_bytes"), count(json, "rx_bytes"));
    }

    private static void link(Event.Link event, ObjectNode json) {
        json.put("interface", event.networkInterface());
        json.put("up", event.up());
        json.put("running", event.running());
    }

    private static Event.Link link(double t, String host, JsonNode json) {
        return new Event.Link(t, host, text(json, "interface"), bool(json, "up"), bool(json, "running"));
    }

    private static void fault(Event.FaultFired event, ObjectNode json) {
        event.step().ifPresent(step -> json.put("step", step));
        json.put("fault", event.fault());
        json.put("interface", event.networkInterface());
        json.put("phase", event.phase().name().toLowerCase(Locale.ROOT));
        put(json, "requested", event.requested());
        put(json, "actual", event.actual());
        put(json, "uncertainty", event.uncertainty());
        json.put("exit_code", event.exitCode());
        event.loss().ifPresent(loss -> {
            json.put("packets", loss.packets());
            json.put("dropped", loss.dropped());
        });
    }

    private static Event.FaultFired fault(double t, String host, JsonNode json) {
        return new Event.FaultFired(
                t,
                host,
                json.has("step") ? OptionalInt.of(wholeInt(json, "step")) : OptionalInt.empty(),
                text(json, "fault"),
                text(json, "interface"),
                choice(json, "phase", Event.FaultFired.FaultPhase.class),
                number(json, "requested"),
                number(json, "actual"),
                number(json, "uncertainty"),
                wholeInt(json, "exit_code"),
                json.has("packets")
                        ? Optional.of(new Event.FaultFired.Loss(count(json, "packets"), count(json, "dropped")))
                        : Optional.empty());
    }

    private static void traffic(Event.Traffic event, ObjectNode json) {
        json.put("state", event.state().name().toLowerCase(Locale.ROOT));
        event.exitCode().ifPresent(code -> json.put("exit_code", code));
        event.message().ifPresent(message -> json.put("message", message));
    }

    private static Event.Traffic traffic(double t, String host, JsonNode json) {
        OptionalInt exitCode =
                json.has("exit_code") ? OptionalInt.of(wholeInt(json, "exit_code")) : OptionalInt.empty();
        Optional<String> message = Optional.ofNullable(json.get("message")).map(JsonNode::asText);
        return new Event.Traffic(t, host, choice(json, "state", Event.Traffic.TrafficState.class), exitCode, message);
    }

    private static void restore(Event.Restore event, ObjectNode json) {
        json.put("verified", event.verified());
        event.difference().forEach(json.putArray("difference")::add);
        if (!event.left().isEmpty()) {
            event.left().forEach(json.putArray("left")::add);
        }
    }

    private static Event.Restore restore(double t, String host, JsonNode json) {
        List<String> difference = new ArrayList<>();
        required(json, "difference").forEach(d -> difference.add(d.asText()));
        List<String> left = new ArrayList<>();
        json.path("left").forEach(d -> left.add(d.asText()));
        return new Event.Restore(t, host, bool(json, "verified"), difference, left);
    }
}
