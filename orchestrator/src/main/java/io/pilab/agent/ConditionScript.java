package io.pilab.agent;

import java.util.List;

/** Calls of {@code condition.sh}: the present condition of a host. */
public final class ConditionScript {
    private ConditionScript() {}

    /** Reports the condition of the host and of these interfaces; changes nothing. */
    public static AgentCommand collect(List<String> interfaces) {
        return new AgentCommand(AgentScript.CONDITION, "collect", interfaces);
    }
}
