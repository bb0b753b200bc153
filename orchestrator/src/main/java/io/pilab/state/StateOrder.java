package io.pilab.state;

import static io.pilab.state.StateTree.objects;
import static io.pilab.state.StateTree.part;
import static io.pilab.state.StateTree.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares order where it matters: IPv4 routes that differ in their device only, and IPv4 addresses of one device. */
final class StateOrder {
    private StateOrder() {}

    /** The ordered groups on these interfaces that have at least two members, with their members in order. */
    static Map<String, List<String>> of(Map<String, ?> state, Set<String> links) {
        Map<String, List<String>> order = new LinkedHashMap<>();
        for (Map<?, ?> route : objects(state, "routes4")) {
            if (links.contains(text(route, "dev"))) {
                String group = "routes to " + text(route, "dst") + part("table", route, "table")
                        + part("metric", route, "metric");
                order.computeIfAbsent(group, g -> new ArrayList<>()).add(text(route, "dev"));
            }
        }
        for (Map<?, ?> link : objects(state, "addresses4")) {
            if (!links.contains(text(link, "ifname"))) {
                continue;
            }
            List<String> addresses = objects(link, "addr_info").stream()
                    .map(a -> text(a, "local"))
                    .toList();
            order.put("addresses of " + text(link, "ifname"), addresses);
        }
        order.values().removeIf(members -> members.size() < 2);
        return order;
    }
}
