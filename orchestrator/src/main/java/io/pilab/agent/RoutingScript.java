package io.pilab.agent;

import java.util.List;

/** Calls of {@code routing.sh}: a routing table and a rule for one source address, and ARP. */
public final class RoutingScript {
    private RoutingScript() {}

    /**
     * Adds the table and the rule.
     *
     * @param source interface, address, network, table, preference of the rule, and perhaps a gateway
     */
    public static AgentCommand apply(List<String> source) {
        return new AgentCommand(AgentScript.ROUTING, "apply", source);
    }

    /**
     * Removes the rule.
     *
     * @param source as it was applied
     */
    public static AgentCommand removeRule(List<String> source) {
        return new AgentCommand(AgentScript.ROUTING, "rule-remove", source);
    }

    /**
     * Removes the table's routes.
     *
     * @param source as it was applied
     */
    public static AgentCommand removeRoute(List<String> source) {
        return new AgentCommand(AgentScript.ROUTING, "route-remove", source);
    }

    /** Sets {@code arp_ignore} and {@code arp_announce} of all interfaces. */
    public static AgentCommand arp(int ignore, int announce) {
        return AgentCommand.of(AgentScript.ROUTING, "arp", Integer.toString(ignore), Integer.toString(announce));
    }

    /** Shows rules, routes, ARP and {@code rp_filter}. */
    public static AgentCommand status() {
        return AgentCommand.of(AgentScript.ROUTING, "status");
    }
}
