package io.pilab.state;

import static io.pilab.state.StateTree.object;
import static io.pilab.state.StateTree.objects;
import static io.pilab.state.StateTree.part;
import static io.pilab.state.StateTree.text;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** The objects of a snapshot document (agent script {@code snapshot.sh}), without what changes by itself. */
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

    private static final Pattern OUR_SYSCTL =
            Pattern.compile("net\\.(mptcp\\..*|ipv4\\.tcp_retries2|ipv4\\.conf\\.all\\.arp_.*)");

    /** The flag of an endpoint that the kernel made by itself, printed as a number by an older ip(8). */
    private static final String IMPLICIT = "10";

    private final Map<String, ?> state;
    private final Set<String> links;
    private final StateScope scope;

    /**
     * @param links the interfaces to compare: those of the first capture
     * @param scope what the trial answers for
     */
    StateItems(Map<String, ?> state, Set<String> links, StateScope scope) {
        this.state = state;
        this.links = links;
        this.scope = scope;
    }

    private boolean ours(String word) {
        return scope.everything() || scope.has(word);
    }

    static List<String> linkNames(Map<String, ?> state) {
        return objects(state, "links").stream().map(l -> text(l, "ifname")).toList();
    }

    /** All objects, in the order in which differences are reported. */
    List<StateItem> all() {
        return Stream.of(
                        links(),
                        wireless(),
                        addresses(),
                        routes(),
                        rules(),
                        qdiscs(),
                        classes(),
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
                .map(this::link)
                .toList();
    }

    private StateItem link(Map<?, ?> link) {
        boolean up = link.get("flags") instanceof List<?> flags && flags.contains("UP");
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("", up ? "up" : "down");
        if (up) {
            attributes.put("operstate", text(link, "operstate"));
        }
        for (String key : List.of("mtu", "txqlen", "address", "master")) {
            attributes.put(key, text(link, key));
        }
        String name = text(link, "ifname");
        return new StateItem("link " + name, attributes, ours(name), name);
    }

    private List<StateItem> wireless() {
        List<StateItem> items = new ArrayList<>();
        object(state, "wireless")
                .forEach((device, network) -> items.add(new StateItem(
                        "wireless network of " + device,
                        Map.of("", text(network)),
                        ours(device.toString()),
                        device.toString())));
        return items;
    }

    private List<StateItem> addresses() {
        List<StateItem> items = new ArrayList<>();
        for (String family : List.of("addresses4", "addresses6")) {
            for (Map<?, ?> link : objects(state, family)) {
                String device = text(link, "ifname");
                objects(link, "addr_info").stream()
                        .filter(a -> links.contains(device) && !a.containsKey("temporary"))
                        .map(a -> StateItem.of(addressLabel(a) + " dev " + device, a, ADDRESS_LEFT_OUT, ours(device)))
                        .map(item -> item.on(device))
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
                .map(r -> StateItem.of(routeLabel(r), r, ROUTE_LEFT_OUT, ours(r)))
                .toList();
    }

    /** A route may use several interfaces. */
    private boolean ours(Map<?, ?> route) {
        return ours(text(route, "dev")) || objects(route, "nexthops").stream().anyMatch(hop -> ours(text(hop, "dev")));
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
                items.add(StateItem.of(label, rule, RULE_LEFT_OUT, ours(text(rule, "src"))));
            }
        }
        return items;
    }

    private List<StateItem> qdiscs() {
        return objects(state, "qdiscs").stream()
                .filter(q -> links.contains(text(q, "dev")))
                .map(this::qdisc)
                .toList();
    }

    private StateItem qdisc(Map<?, ?> qdisc) {
        String kind = text(qdisc, "kind");
        Map<String, String> attributes = new LinkedHashMap<>();
        attributes.put("", (kind + " " + text(qdisc, "handle")).strip());
        object(qdisc, "options").forEach((key, value) -> {
            if (!key.equals("direct_packets_stat")) {
                attributes.put(key.toString(), text(value));
            }
        });
        String device = text(qdisc, "dev");
        return new StateItem("qdisc of " + device + part("parent", qdisc, "parent"), attributes, ours(device), device);
    }

    /** Classes and filters of qdiscs, as tc(8) prints them after "dev wlan0". */
    private List<StateItem> classes() {
        return state.get("classes") instanceof List<?> lines
                ? lines.stream().map(Object::toString).map(this::trafficClass).toList()
                : List.of();
    }

    private StateItem trafficClass(String line) {
        String[] words = line.split(" ");
        String device = words.length > 1 ? words[1] : "";
        return new StateItem("traffic control " + line, Map.of(), ours(device), device);
    }

    private List<StateItem> endpoints() {
        return objects(state, "endpoints").stream()
                .filter(e -> !e.containsKey("implicit") && !text(e, "rawflags").equals(IMPLICIT))
                .map(e -> StateItem.of(
                        "endpoint id " + text(e, "id"),
                        e,
                        Set.of("id"),
                        ours(text(e, "address")) || ours(text(e, "dev"))))
                .toList();
    }

    private List<StateItem> limits() {
        Map<?, ?> limits = object(state, "limits");
        return limits.isEmpty() ? List.of() : List.of(StateItem.of("limits", limits, Set.of(), true));
    }

    private List<StateItem> sysctls() {
        List<StateItem> items = new ArrayList<>();
        object(state, "sysctls").forEach((key, value) -> {
            if (concerns(key.toString())) {
                String device = deviceOf(key.toString());
                boolean ours =
                        ours(device) || OUR_SYSCTL.matcher(key.toString()).matches();
                items.add(new StateItem("sysctl " + key, Map.of("", text(value)), ours, device));
            }
        });
        return items;
    }

    private List<StateItem> filters() {
        return state.get("filters") instanceof List<?> tables
                ? tables.stream()
                        .map(table -> new StateItem("nftables table " + table, Map.of(), true, ""))
                        .toList()
                : List.of();
    }

    private boolean concerns(String sysctl) {
        String device = deviceOf(sysctl);
        return device.isEmpty() || links.contains(device);
    }

    /** The interface of a setting. Empty for a global one. */
    private static String deviceOf(String sysctl) {
        String start = "net.ipv4.conf.";
        String name = sysctl.startsWith(start) ? sysctl.substring(start.length(), sysctl.lastIndexOf('.')) : "";
        return name.equals("all") || name.equals("default") ? "" : name;
    }
}
