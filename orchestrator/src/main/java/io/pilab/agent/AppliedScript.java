package io.pilab.agent;

import java.util.List;

/** Calls of {@code applied.sh}: a host's record of what apply changed. */
public final class AppliedScript {
    private AppliedScript() {}

    /**
     * Records a change before it is made.
     *
     * @param change its kind, then the words of that kind
     */
    public static AgentCommand push(List<String> change) {
        return new AgentCommand(AgentScript.APPLIED, "push", change);
    }

    /**
     * Removes a change from the record.
     *
     * @param change as it was recorded
     */
    public static AgentCommand drop(List<String> change) {
        return new AgentCommand(AgentScript.APPLIED, "drop", change);
    }

    /** Lists the changes, oldest first. */
    public static AgentCommand list() {
        return AgentCommand.of(AgentScript.APPLIED, "list");
    }
}
