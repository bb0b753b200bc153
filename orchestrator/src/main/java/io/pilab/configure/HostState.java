package io.pilab.configure;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.MptcpScript;
import io.pilab.agent.RoutingScript;
import io.pilab.host.AgentJson;
import io.pilab.remote.Agent;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What of a host apply may change, as the host has it.
 *
 * @param endpoints without those that the kernel made by itself
 * @param unknown ids of endpoints that we could not add again as they are
 */
public record HostState(
        List<Endpoint> endpoints,
        List<Integer> unknown,
        LimitValues limits,
        List<Rule> rules,
        List<Route> routes,
        Arp arp) {
    /** {@code ip mptcp limits}. */
    record LimitValues(int subflows, int accepted) {
        AgentCommand command() {
            return MptcpScript.limits(subflows, accepted);
        }

        /** The way from these to others, for a reader. */
        String to(LimitValues next) {
            List<String> changes = new ArrayList<>();
            if (subflows != next.subflows) {
                changes.add("subflows " + subflows + " -> " + next.subflows);
            }
            if (accepted != next.accepted) {
                changes.add("add_addr_accepted " + accepted + " -> " + next.accepted);
            }
            return "limits " + String.join(", ", changes);
        }
    }

    /** A rule {@code from SOURCE lookup TABLE}. */
    record Rule(String source, String table, int preference) {}

    /** A route to a network that is on a device. */
    record Route(String network, String device, String source, String table) {}

    /** {@code net.ipv4.conf.all.arp_ignore} and {@code arp_announce}. */
    record Arp(int ignore, int announce) {
        AgentCommand command() {
            return RoutingScript.arp(ignore, announce);
        }

        /** The way from these to others, for a reader. */
        String to(Arp next) {
            return "arp_ignore " + ignore + " -> " + next.ignore + ", arp_announce " + announce + " -> "
                    + next.announce;
        }
    }

    public HostState {
        endpoints = List.copyOf(endpoints);
        unknown = List.copyOf(unknown);
        rules = List.copyOf(rules);
        routes = List.copyOf(routes);
    }

    /** Asks the host; changes nothing. */
    static HostState read(Agent agent) {
        return of(
                AgentJson.answer(agent, agent.call(MptcpScript.status())),
                AgentJson.answer(agent, agent.call(RoutingScript.status())));
    }

    /** From what {@code mptcp.sh status} and {@code routing.sh status} say. */
    public static HostState of(JsonNode mptcp, JsonNode routing) {
        List<Endpoint> endpoints = new ArrayList<>();
        List<Integer> unknown = new ArrayList<>();
        for (JsonNode node : mptcp.path("endpoints")) {
            if (Endpoint.isImplicit(node)) {
                continue;
            }
            endpoints.add(Endpoint.of(node));
            if (Endpoint.hasUnknownFlag(node)) {
                unknown.add(node.path("id").asInt());
            }
        }
        List<Rule> rules = new ArrayList<>();
        for (JsonNode node : routing.path("rules")) {
            rules.add(new Rule(
                    node.path("src").asText(),
                    node.path("table").asText(),
                    node.path("priority").asInt()));
        }
        List<Route> routes = new ArrayList<>();
        for (JsonNode node : routing.path("routes")) {
            routes.add(new Route(
                    node.path("dst").asText(),
                    node.path("dev").asText(),
                    node.path("prefsrc").asText(),
                    node.path("table").asText()));
        }
        JsonNode limits = mptcp.path("limits");
        JsonNode arp = routing.path("arp");
        return new HostState(
                endpoints,
                unknown,
                new LimitValues(
                        limits.path("subflows").asInt(-1),
                        limits.path("add_addr_accepted").asInt(-1)),
                rules,
                routes,
                new Arp(arp.path("ignore").asInt(-1), arp.path("announce").asInt(-1)));
    }

    Optional<Endpoint> endpointAt(String address) {
        return endpoints.stream().filter(e -> e.address().equals(address)).findFirst();
    }

    boolean hasId(int id) {
        return endpoints.stream().anyMatch(e -> e.id() == id);
    }

    HostState with(Endpoint endpoint) {
        List<Endpoint> more = new ArrayList<>(endpoints);
        more.add(endpoint);
        return new HostState(more, unknown, limits, rules, routes, arp);
    }

    HostState without(Endpoint endpoint) {
        List<Endpoint> less =
                endpoints.stream().filter(e -> !e.equals(endpoint)).toList();
        return new HostState(less, unknown, limits, rules, routes, arp);
    }

    HostState with(LimitValues other) {
        return new HostState(endpoints, unknown, other, rules, routes, arp);
    }

    HostState with(Arp other) {
        return new HostState(endpoints, unknown, limits, rules, routes, other);
    }

    HostState without(Rule rule) {
        List<Rule> less = rules.stream().filter(r -> !r.equals(rule)).toList();
        return new HostState(endpoints, unknown, limits, less, routes, arp);
    }

    HostState without(Route route) {
        List<Route> less = routes.stream().filter(r -> !r.equals(route)).toList();
        return new HostState(endpoints, unknown, limits, rules, less, arp);
    }
}
