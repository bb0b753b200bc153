package io.pilab.state;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Reads trees of maps and lists as a JSON library makes them, without relying on their shape. */
final class StateTree {
    /** Flags that the kernel adds and drops by itself: a link's momentary condition, hardware offload. */
    private static final Set<String> PASSING =
            Set.of("linkdown", "dead", "offload", "trap", "rt_offload", "rt_trap", "offload_failed", "pervasive");

    private StateTree() {}

    /** The maps of a list. Empty when it is absent or something else. */
    static List<Map<?, ?>> objects(Map<?, ?> tree, String key) {
        if (!(tree.get(key) instanceof Collection<?> list)) {
            return List.of();
        }
        return list.stream()
                .filter(Map.class::isInstance)
                .<Map<?, ?>>map(o -> (Map<?, ?>) o)
                .toList();
    }

    /** A map. Empty when it is absent or something else. */
    static Map<?, ?> object(Map<?, ?> tree, String key) {
        return tree.get(key) instanceof Map<?, ?> map ? map : Map.of();
    }

    /** A scalar as text. Empty when it is absent. */
    static String text(Map<?, ?> tree, String key) {
        return text(tree.get(key));
    }

    /** A value as text, with sorted keys and without transient flags. Empty for no value, an empty list or map. */
    static String text(Object value) {
        if (value instanceof Map<?, ?> map) {
            Map<String, String> sorted = new TreeMap<>();
            map.forEach((k, v) -> sorted.put(k.toString(), text(v)));
            return sorted.entrySet().stream()
                    .filter(e -> !e.getValue().isEmpty())
                    .map(e -> e.getKey() + " " + e.getValue())
                    .collect(Collectors.joining(" "));
        }
        if (value instanceof Collection<?> list) {
            return list.stream()
                    .map(StateTree::text)
                    .filter(t -> !t.isEmpty() && !PASSING.contains(t))
                    .collect(Collectors.joining(", "));
        }
        return value == null ? "" : value.toString();
    }

    /** {@code " word value"}, or nothing when the value is absent. */
    static String part(String word, Map<?, ?> tree, String key) {
        String value = text(tree, key);
        return value.isEmpty() ? "" : " " + word + " " + value;
    }
}
