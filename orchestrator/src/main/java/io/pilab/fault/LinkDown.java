package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.AgentScript;
import java.util.Optional;
import java.util.Set;

/** {@code ip link set IF down}: administratively down, as in the blog. The heal brings the link's routes back too. */
public record LinkDown(String networkInterface) implements Fault {
    @Override
    public AgentCommand inject(Site site) {
        return AgentCommand.of(AgentScript.LINK, "down", networkInterface);
    }

    @Override
    public AgentCommand heal(Site site) {
        return AgentCommand.of(AgentScript.LINK, "up", networkInterface);
    }

    @Override
    public Set<String> interfaces() {
        return Set.of(networkInterface);
    }

    @Override
    public Optional<LinkState> moves() {
        return Optional.of(LinkState.ADMINISTRATIVE);
    }
}
