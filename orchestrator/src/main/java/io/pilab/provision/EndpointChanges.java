package io.pilab.provision;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import io.pilab.model.Host;
import io.pilab.model.MptcpEndpoint;
import io.pilab.model.MptcpLimits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** Compares a host's wanted MPTCP endpoints and limits with the answer of {@code mptcp.sh status}. */
final class EndpointChanges {
    private final Host host;
    private final JsonNode present;
    private final Set<Integer> usedIds = new HashSet<>();

    EndpointChanges(Host host, JsonNode status) {
        this.host = host;
        this.present = status.path("endpoints");
        present.forEach(e -> usedIds.add(e.path("id").asInt()));
    }

    List<Change> changes() {
        List<Change> changes = new ArrayList<>();
        host.endpoints().forEach(wanted -> change(wanted).ifPresent(changes::add));
        return changes;
    }

    /** Endpoints that no line of the lab file speaks of; they are left alone. */
    List<String> foreign() {
        Set<String> ours = host.endpoints().stream().map(MptcpEndpoint::address).collect(Collectors.toSet());
        List<String> foreign = new ArrayList<>();
        for (JsonNode endpoint : present) {
            if (!ours.contains(endpoint.path("address").asText())) {
                foreign.add("endpoint " + endpoint.path("address").asText() + " id "
                        + endpoint.path("id").asInt());
            }
        }
        return foreign;
    }

    static Optional<Change> limits(MptcpLimits wanted, JsonNode status) {
        int subflows = status.path("limits").path("subflows").asInt(-1);
        int accepted = status.path("limits").path("add_addr_accepted").asInt(-1);
        if (subflows == wanted.subflows() && accepted == wanted.addAddrAccepted()) {
            return Optional.empty();
        }
        String text = "limits subflows " + subflows + " -> " + wanted.subflows() + ", add_addr_accepted " + accepted
                + " -> " + wanted.addAddrAccepted();
        AgentCommand command =
                AgentCommand.of(AgentScript.MPTCP, "limits", "" + wanted.subflows(), "" + wanted.addAddrAccepted());
        return Optional.of(new Change('~', text, List.of(command)));
    }

    private Optional<Change> change(MptcpEndpoint wanted) {
        for (JsonNode endpoint : present) {
            if (endpoint.path("address").asText().equals(wanted.address())) {
                return same(wanted, endpoint) ? Optional.empty() : Optional.of(replace(wanted, endpoint));
            }
        }
        int id = freeId(wanted.id());
        return Optional.of(new Change('+', describe(wanted, id), List.of(add(wanted, id))));
    }

    private static Change replace(MptcpEndpoint wanted, JsonNode endpoint) {
        int id = endpoint.path("id").asInt();
        AgentCommand delete = AgentCommand.of(AgentScript.MPTCP, "endpoint-delete", "" + id);
        String was = flags(endpoint).isEmpty() ? "no flag" : String.join(",", flags(endpoint));
        String on = endpoint.path("dev").asText("no device");
        return new Change(
                '~', describe(wanted, id) + " (is " + was + " on " + on + ")", List.of(delete, add(wanted, id)));
    }

    private int freeId(int wanted) {
        int id = wanted;
        while (usedIds.contains(id)) {
            id = id % 255 + 1;
        }
        usedIds.add(id);
        return id;
    }

    private static boolean same(MptcpEndpoint wanted, JsonNode endpoint) {
        return endpoint.path("dev").asText().equals(wanted.device())
                && Set.copyOf(flags(endpoint))
                        .equals(wanted.flags().stream()
                                .map(MptcpEndpoint.Flag::label)
                                .collect(Collectors.toSet()));
    }

    private static List<String> flags(JsonNode endpoint) {
        List<String> flags = new ArrayList<>();
        for (MptcpEndpoint.Flag flag : MptcpEndpoint.Flag.values()) {
            if (endpoint.path(flag.label()).asBoolean()) {
                flags.add(flag.label());
            }
        }
        return flags;
    }

    private static AgentCommand add(MptcpEndpoint wanted, int id) {
        return AgentCommand.of(
                AgentScript.MPTCP, "endpoint-add", wanted.address(), wanted.device(), "" + id, labels(wanted));
    }

    private static String describe(MptcpEndpoint wanted, int id) {
        return "endpoint " + wanted.address() + " dev " + wanted.device() + " id " + id + " " + labels(wanted);
    }

    private static String labels(MptcpEndpoint wanted) {
        return wanted.flags().stream().map(MptcpEndpoint.Flag::label).collect(Collectors.joining(","));
    }
}
