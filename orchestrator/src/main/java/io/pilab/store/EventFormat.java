package io.pilab.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.record.Event;
import java.util.function.BiConsumer;

/**
 * The JSON form of one kind of event, besides t, host and kind.
 *
 * @param kind the value of {@code kind}
 */
record EventFormat<E extends Event>(String kind, Class<E> type, BiConsumer<E, ObjectNode> writer, Reader<E> reader) {
    /** Reads an event from its JSON. Throws IllegalArgumentException when a key is missing. */
    interface Reader<E> {
        E read(double t, String host, JsonNode json);
    }

    void write(Event event, ObjectNode json) {
        writer.accept(type.cast(event), json);
    }

    E read(double t, String host, JsonNode json) {
        return reader.read(t, host, json);
    }
}
