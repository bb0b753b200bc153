package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.RebootScript;
import io.pilab.lab.Variant;
import java.util.Set;

/**
 * The host restarts. All that is in its memory is gone, what is on its disk stays; the trial's spool and the captured
 * state are kept there (persist.sh), so that nothing of them is lost.
 */
@Variant(
        value = "The host restarts, and comes back by itself; needs `allow: lock-out`.",
        not = {"for", "every", "count"})
public record Reboot() implements Fault {
    @Override
    public AgentCommand inject(Site site) {
        return RebootScript.now();
    }

    @Override
    public AgentCommand heal(Site site) {
        return RebootScript.back();
    }

    @Override
    public Set<String> interfaces() {
        return Set.of();
    }

    @Override
    public boolean restarts() {
        return true;
    }
}
