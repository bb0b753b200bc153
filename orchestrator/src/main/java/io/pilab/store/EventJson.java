package io.pilab.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.record.Event;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An event as one line of events.jsonl, and back. Times are seconds, rounded to the microsecond. */
public final class EventJson {
    private static final Map<String, EventFormat<?>> BY_KIND =
            EventFormats.ALL.stream().collect(Collectors.toMap(EventFormat::kind, Function.identity()));
    private static final Map<Class<?>, EventFormat<?>> BY_TYPE =
            EventFormats.ALL.stream().collect(Collectors.toMap(EventFormat::type, Function.identity()));

    private EventJson() {}

    /** One JSON object, without a line end. */
    public static String write(Event event) {
        EventFormat<?> format = BY_TYPE.get(event.getClass());
        ObjectNode json = RecordJson.LINES.createObjectNode();
        JsonValues.put(json, "t", event.t());
        json.put("host", event.host());
        json.put("kind", format.kind());
        format.write(event, json);
        try {
            return RecordJson.LINES.writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Empty for a kind that this version does not know. Throws IllegalArgumentException for anything else that is wrong. */
    public static Optional<Event> read(String line) {
        try {
            JsonNode json = RecordJson.LINES.readTree(line);
            EventFormat<?> format = BY_KIND.get(JsonValues.text(json, "kind"));
            if (format == null) {
                return Optional.empty();
            }
            return Optional.of(format.read(JsonValues.number(json, "t"), JsonValues.text(json, "host"), json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a JSON object", e);
        }
    }
}
