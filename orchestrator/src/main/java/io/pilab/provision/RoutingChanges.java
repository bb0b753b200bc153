package io.pilab.provision;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import io.pilab.model.Host;
import io.pilab.model.NetworkInterface;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares the source routing and ARP settings that several interfaces in one subnet need with the answer of
 * {@code routing.sh status}.
 */
final class RoutingChanges {
    /** The first interface's table; the next ones follow. */
    private static final int TABLE = 101;

    /** The first interface's rule; before the kernel's own main table. */
    private static final int PREFERENCE = 10101;

    /** Answer ARP on the owning interface only, and ask with the sending interface's own address. */
    private static final int ARP_IGNORE = 1;

    private static final int ARP_ANNOUNCE = 2;

    private RoutingChanges() {}

    static List<Change> changes(Host host, JsonNode status) {
        List<Change> changes = new ArrayList<>();
        for (int index = 0; index < host.interfaces().size(); index++) {
            NetworkInterface networkInterface = host.interfaces().get(index);
            int table = TABLE + index;
            if (!hasRule(status, networkInterface, table) || !hasRoute(status, networkInterface, table)) {
                changes.add(source(networkInterface, table, PREFERENCE + index));
            }
        }
        JsonNode arp = status.path("arp");
        if (arp.path("ignore").asInt(-1) != ARP_IGNORE || arp.path("announce").asInt(-1) != ARP_ANNOUNCE) {
            String text = "arp_ignore " + arp.path("ignore").asInt(-1) + " -> " + ARP_IGNORE + ", arp_announce "
                    + arp.path("announce").asInt(-1) + " -> " + ARP_ANNOUNCE;
            changes.add(new Change(
                    '~',
                    text,
                    List.of(AgentCommand.of(AgentScript.ROUTING, "arp", "" + ARP_IGNORE, "" + ARP_ANNOUNCE))));
        }
        return changes;
    }

    private static Change source(NetworkInterface networkInterface, int table, int preference) {
        String address = networkInterface.address().ip();
        String network = networkInterface.address().network();
        AgentCommand apply = AgentCommand.of(
                AgentScript.ROUTING, "apply", networkInterface.name(), address, network, "" + table, "" + preference);
        String text = "routing from " + address + ": table " + table + " with " + network + " dev "
                + networkInterface.name() + ", rule " + preference;
        return new Change('+', text, List.of(apply));
    }

    private static boolean hasRule(JsonNode status, NetworkInterface networkInterface, int table) {
        for (JsonNode rule : status.path("rules")) {
            if (rule.path("src").asText().equals(networkInterface.address().ip())
                    && rule.path("table").asText().equals("" + table)) {
                return true;
            }
        }
        return false;
    }

    private static boolean hasRoute(JsonNode status, NetworkInterface networkInterface, int table) {
        for (JsonNode route : status.path("routes")) {
            if (route.path("table").asText().equals("" + table)
                    && route.path("dst")
                            .asText()
                            .equals(networkInterface.address().network())
                    && route.path("dev").asText().equals(networkInterface.name())) {
                return true;
            }
        }
        return false;
    }
}
