package io.pilab.config;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/** A map of a YAML file with known keys: those that its reader asks for. */
final class Section {
    private final Value value;
    private final Map<String, Value> entries;
    private final Set<String> asked = new LinkedHashSet<>();
    private final Map<String, String> missing = new LinkedHashMap<>();
    private boolean othersAreFine;

    private Section(Value value, Map<String, Value> entries) {
        this.value = value;
        this.entries = entries;
    }

    /** A map with known keys. Others are problems. {@code shape} shows an example. */
    static <T> Optional<T> of(Value value, String shape, Function<Section, Optional<T>> reader) {
        if (!value.isMap()) {
            return value.expects("a map such as " + shape);
        }
        Section section = new Section(value, value.entries());
        Optional<T> result = reader.apply(section);
        section.finish();
        return result;
    }

    /** The value of a required key. {@code example} shows how to write it. */
    <T> Optional<T> required(String key, String example, Function<Value, Optional<T>> reader) {
        if (!entries.containsKey(key)) {
            missing.put(key, example);
        }
        return optional(key, reader);
    }

    /** The value of an optional key. Also empty when it could not be read. */
    <T> Optional<T> optional(String key, Function<Value, Optional<T>> reader) {
        return value(key).flatMap(reader);
    }

    Optional<Value> value(String key) {
        asked.add(key);
        return Optional.ofNullable(entries.get(key));
    }

    /** A map of these entries, in the section's place. */
    Value map(Map<String, Value> some) {
        return value.withEntries(some);
    }

    boolean has(String key) {
        return entries.containsKey(key);
    }

    /** The place of a key's value, or of the section when the key is missing. */
    Place place(String key) {
        return Optional.ofNullable(entries.get(key)).map(Value::place).orElse(value.owner());
    }

    /** The place of the section's own key. */
    Place place() {
        return value.owner();
    }

    <T> Optional<T> problem(String message) {
        value.problems().add(value.owner(), message);
        return Optional.empty();
    }

    /** Says what is wrong with the value of a key. */
    void problem(String key, String message) {
        value.problems().add(place(key), message);
    }

    /** Accepts any keys, for a section whose kind could not be read. */
    void acceptOthers() {
        othersAreFine = true;
    }

    /** Reports unknown and missing keys. A key that is missing because its name is misspelt is reported once. */
    private void finish() {
        Set<String> unknown = new LinkedHashSet<>(entries.keySet());
        unknown.removeAll(asked);
        for (String key : othersAreFine || !value.problems().unknownKeys() ? Set.<String>of() : unknown) {
            Place owner = entries.get(key).owner();
            Place place = new Place(owner.line(), owner.column(), value.place().path());
            value.problems().add(place, "unknown key '" + key + "'" + Suggestion.orAllowed(key, asked));
            Suggestion.of(key, asked).ifPresent(missing::remove);
        }
        missing.forEach((key, example) -> problem("missing key '" + key + "'; add it, as in `" + example + "`"));
    }
}
