package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.EndpointScript;
import io.pilab.lab.Parameter;
import io.pilab.lab.Role;
import io.pilab.lab.Variant;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * An endpoint on an interface that the lab gives none: a path that comes during the traffic.
 *
 * @param backup whether it is to be used only when no other subflow works; false unless said
 */
@Variant("An MPTCP endpoint is made on an interface to which the lab file gives none (`endpoint: []`).")
public record EndpointAdd(
        String networkInterface,

        @Parameter(value = "Whether it is used only when no other subflow works.", usually = "false")
        Optional<Boolean> backup)
        implements Fault {
    @Override
    public AgentCommand inject(Site site) {
        String role = site.host().role() == Role.CLIENT ? "subflow" : "signal";
        List<String> flags = backup.orElse(false) ? List.of(role, "backup") : List.of(role);
        return EndpointScript.add(site.address(networkInterface), networkInterface, flags);
    }

    @Override
    public AgentCommand heal(Site site) {
        return EndpointScript.heal(site.address(networkInterface));
    }

    @Override
    public Set<String> interfaces() {
        return Set.of();
    }

    @Override
    public boolean ofPair() {
        return true;
    }

    @Override
    public boolean ofMptcp() {
        return true;
    }
}
