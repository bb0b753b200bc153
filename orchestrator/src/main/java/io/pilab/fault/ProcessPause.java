package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.TrafficScript;
import io.pilab.lab.Variant;
import java.util.Set;

/** The traffic tool of the host stops, as on a host that hangs, and continues when it is healed. */
@Variant("The traffic tool of that host stops, and continues when it is healed.")
public record ProcessPause() implements Fault {
    @Override
    public AgentCommand inject(Site site) {
        return TrafficScript.pause();
    }

    @Override
    public AgentCommand heal(Site site) {
        return TrafficScript.resume();
    }

    @Override
    public Set<String> interfaces() {
        return Set.of();
    }

    @Override
    public boolean ofPair() {
        return true;
    }
}
