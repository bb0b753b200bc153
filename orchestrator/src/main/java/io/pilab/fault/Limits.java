package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.SettingScript;
import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import java.util.Set;

/**
 * The host's MPTCP limits change ({@code ip mptcp limits}); subflows that are there stay.
 *
 * @param subflows additional subflows of a connection, 0 to 8
 * @param addAddrAccepted announced addresses that are used, 0 to 8
 */
@Variant("The MPTCP limits of the host change.")
public record Limits(
        @Parameter(value = "Additional subflows of a connection.", most = Limits.MOST)
        int subflows,

        @Parameter(value = "Announced addresses that are used.", most = Limits.MOST)
        int addAddrAccepted)
        implements Fault {
    static final int MOST = 8;

    public Limits {
        if (subflows > MOST || addAddrAccepted > MOST) {
            throw new IllegalArgumentException("limits go from 0 to " + MOST + ": the kernel takes no more");
        }
    }

    @Override
    public AgentCommand inject(Site site) {
        return SettingScript.limits(subflows, addAddrAccepted);
    }

    @Override
    public AgentCommand heal(Site site) {
        return SettingScript.healLimits();
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
