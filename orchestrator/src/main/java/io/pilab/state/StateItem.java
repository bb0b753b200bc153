package io.pilab.state;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * One object of a host's network state.
 *
 * @param label its identity, {@code route 172.31.0.0/24 dev wlan0 table 102}
 * @param attributes everything else that must be as before, as text
 * @param ours whether it belongs to the lab or to MPTCP
 * @param device the interface that it lies on; empty: none, or several
 */
record StateItem(String label, Map<String, String> attributes, boolean ours, String device) {
    /** Takes every key of a tree as an attribute that is neither part of the label nor transient. */
    static StateItem of(String label, Map<?, ?> tree, Set<String> leftOut, boolean ours) {
        Map<String, String> attributes = new LinkedHashMap<>();
        tree.forEach((key, value) -> {
            String text = StateTree.text(value);
            if (!leftOut.contains(key.toString()) && !text.isEmpty()) {
                attributes.put(key.toString(), text);
            }
        });
        return new StateItem(label, attributes, ours, StateTree.text(tree, "dev"));
    }

    /** The same, on an interface that the tree does not name. */
    StateItem on(String name) {
        return new StateItem(label, attributes, ours, name);
    }
}
