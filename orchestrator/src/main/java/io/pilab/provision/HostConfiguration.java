package io.pilab.provision;

import com.fasterxml.jackson.databind.JsonNode;
import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import io.pilab.model.Host;
import io.pilab.model.MptcpSettings;
import io.pilab.remote.Agent;
import java.util.ArrayList;
import java.util.List;

/** The MPTCP side of a host: what the lab wants, what there is, and how to get there. */
public final class HostConfiguration {
    private final Host host;
    private final MptcpSettings settings;
    private final Agent agent;

    public HostConfiguration(Host host, MptcpSettings settings, Agent agent) {
        this.host = host;
        this.settings = settings;
        this.agent = agent;
    }

    /**
     * The difference.
     *
     * @param foreign what is there and no line of the lab file speaks of; left alone
     */
    public record Difference(List<Change> changes, List<String> foreign) {}

    /** Asks the host; changes nothing. */
    public Difference difference() {
        JsonNode mptcp = AgentJson.answer(agent.call(AgentCommand.of(AgentScript.MPTCP, "status")));
        EndpointChanges endpoints = new EndpointChanges(host, mptcp);
        List<Change> changes = new ArrayList<>();
        // Routing first: an endpoint may start a subflow the moment it is there.
        if (settings.perSourceRouting()) {
            JsonNode routing = AgentJson.answer(agent.call(AgentCommand.of(AgentScript.ROUTING, "status")));
            changes.addAll(RoutingChanges.changes(host, routing));
        }
        EndpointChanges.limits(settings.limits(), mptcp).ifPresent(changes::add);
        changes.addAll(endpoints.changes());
        return new Difference(changes, endpoints.foreign());
    }

    /** Brings the difference about, and returns it as it was. */
    public Difference apply() {
        Difference difference = difference();
        difference.changes().stream().flatMap(c -> c.commands().stream()).forEach(agent::call);
        return difference;
    }
}
