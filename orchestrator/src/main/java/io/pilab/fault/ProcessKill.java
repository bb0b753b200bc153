package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.TrafficScript;
import io.pilab.lab.Variant;
import java.util.Set;

/** The traffic tool of the host is killed, as by the kernel when memory is short; nothing brings it back. */
@Variant("The traffic tool of that host is killed; nothing brings it back.")
public record ProcessKill() implements Fault {
    @Override
    public AgentCommand inject(Site site) {
        return TrafficScript.kill();
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
