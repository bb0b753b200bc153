package io.pilab.record;

import static io.pilab.record.StateTree.object;
import static io.pilab.record.StateTree.objects;
import static io.pilab.record.StateTree.part;
import static io.pilab.record.StateTree.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** The objects of a snapshot document (agent script {@code snapshot.sh}), less what changes by itself. */
final class StateItems {
    private static final Set<String> ADDRESS_LEFT_OUT = Set.of(
            "family",
            "local",
            "prefixlen",
            "valid_life_time",
            "preferred_life_time",
            "tentative",
            "deprecated",
            "optimistic");
    private static final Set<String> ROUTE_LEFT_OUT =
            Set.of("type", "dst", "gateway", "dev", "table", "metric", "expires", "error", "cache", "used", "age");
    private static final Set<String> RULE_LEFT_OUT = Set.of("priority", "src", "srclen", "table", "iif_detached");

    private final Map<String, ?> state;
    private final Set<String> links;

    /**
     * @param links the interfaces that count; objects on others are not the lab's
     */
    StateItems(Map<String, ?> state, Set<String> links) {
        this.state = state;
        this.links = links;
    }

    static List<String> linkNames(Map<String, ?> state) {
        return objects(state, "links").stream().map(l -> text(l, "ifname")).toList();
    }

    /** Everything, in the order in which differences are told. */
    List<StateItem> all() {
        return Stream.of(
                        links(),
                        wireless(),
                        addresses(),
                        routes(),
                        rules(),
                        qdiscs(),
                        endpoints(),
                        limits(),
                        sysctls(),
                        filters())
                .flatMap(List::stream)
                .toList();
    }

    private List<StateItem> links() {
        return objects(state, "links").stream()
                .filter(l -> links.contains(text(l, "ifname")))
                .map(StateItems::link)
                .toList();
    }

    private static StateItem link(Map<?, ?> link) {
        boolean up = link.get("flags") instanceof List<?> flags && flags.contains("UP");
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("", up ? "up" : "down");
        if (up) {
            attributes.put("operstate", text(link, "operstate"));
        }
        for (String key : List.of("mtu", "txqlen", "address", "master")) {
            attributes.put(key, text(link, key));
        }
        return new StateItem("link " + text(link, "ifname"), attributes);
    }

    private List<StateItem> wireless() {
        List<StateItem> items = new ArrayList<>();
        object(state, "wireless")
                .forEach((device, network) ->
                        items.add(new StateItem("wireless network of " + device, Map.of("", text(network)))));
        return items;
    }

    private List<StateItem> addresses() {
        List<StateItem> items = new ArrayList<>();
        for (String family : List.of("addresses4", "addresses6")) {
            for (Map<?, ?> link : objects(state, family)) {
                String device = text(link, "ifname");
                objects(link, "addr_info").stream()
                        .filter(a -> links.contains(device) && !a.containsKey("temporary"))
                        .map(a -> StateItem.of(addressLabel(a) + " dev " + device, a, ADDRESS_LEFT_OUT))
                        .forEach(items::add);
            }
        }
        return items;
    }

    private static String addressLabel(Map<?, ?> address) {
        return "address " + text(address, "local") + "/" + text(address, "prefixlen");
    }

    private List<StateItem> routes() {
        return Stream.of("routes4", "routes6")
                .flatMap(family -> objects(state, family).stream())
                .filter(r -> !r.containsKey("dev") || links.contains(text(r, "dev")))
                .map(r -> StateItem.of(routeLabel(r), r, ROUTE_LEFT_OUT))
                .toList();
    }

    private static String routeLabel(Map<?, ?> route) {
        String type = text(route, "type");
        return "route " + (type.isEmpty() ? "" : type + " ") + text(route, "dst") + part("via", route, "gateway")
                + part("dev", route, "dev") + part("table", route, "table") + part("metric", route, "metric");
    }

    private List<StateItem> rules() {
        List<StateItem> items = new ArrayList<>();
        for (String family : List.of("rules4", "rules6")) {
            String name = family.equals("rules6") ? "IPv6 rule " : "rule ";
            for (Map<?, ?> rule : objects(state, family)) {
                String length = text(rule, "srclen");
                String source = text(rule, "src") + (length.isEmpty() ? "" : "/" + length);
                String label = name + text(rule, "priority") + " from " + source + part("lookup", rule, "table");
                items.add(StateItem.of(label, rule, RULE_LEFT_OUT));
            }
        }
        return items;
    }

    private List<StateItem> qdiscs() {
        return objects(state, "qdiscs").stream()
                .filter(q -> links.contains(text(q, "dev")))
                .map(StateItems::qdisc)
                .toList();
    }

    private static StateItem qdisc(Map<?, ?> qdisc) {
        String kind = text(qdisc, "kind");
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("", (kind + " " + text(qdisc, "handle")).strip());
        object(qdisc, "options").forEach((key, value) -> {
            if (!key.equals("direct_packets_stat")) {
                attributes.put(key.toString(), text(value));
            }
        });
        return new StateItem("qdisc of " + text(qdisc, "dev") + part("parent", qdisc, "parent"), attributes);
    }

    private List<StateItem> endpoints() {
        return objects(state, "endpoints").stream()
                .filter(e -> !e.containsKey("implicit") && !e.containsKey("rawflags"))
                .map(e -> StateItem.of("endpoint id " + text(e, "id"), e, Set.of("id")))
                .toList();
    }

    private List<StateItem> limits() {
        Map<?, ?> limits = object(state, "limits");
        return limits.isEmpty() ? List.of() : List.of(StateItem.of("limits", limits, Set.of()));
    }

    private List<StateItem> sysctls() {
        List<StateItem> items = new ArrayList<>();
        object(state, "sysctls").forEach((key, value) -> {
            if (concerns(key.toString())) {
                items.add(new StateItem("sysctl " + key, Map.of("", text(value))));
            }
        });
        return items;
    }

    private List<StateItem> filters() {
        return state.get("filters") instanceof List<?> tables
                ? tables.stream()
                        .map(table -> new StateItem("nftables table " + table, Map.of()))
                        .toList()
                : List.of();
    }

    private boolean concerns(String sysctl) {
        String start = "net.ipv4.conf.";
        if (!sysctl.startsWith(start)) {
            return true;
        }
        String name = sysctl.substring(start.length(), sysctl.lastIndexOf('.'));
        return name.equals("all") || name.equals("default") || links.contains(name);
    }
}
