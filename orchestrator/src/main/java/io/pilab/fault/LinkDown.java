package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.LinkScript;
import io.pilab.lab.Variant;
import java.util.Optional;
import java.util.Set;

/** {@code ip link set IF down}: administratively down, as in the blog. The heal brings the link's routes back too. */
@Variant("The interface is set down administratively, as with `ip link set wlan0 down`.")
public record LinkDown(String networkInterface) implements Fault {
    @Override
    public AgentCommand inject(Site site) {
        return LinkScript.down(networkInterface);
    }

    @Override
    public AgentCommand heal(Site site) {
        return LinkScript.up(networkInterface);
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
