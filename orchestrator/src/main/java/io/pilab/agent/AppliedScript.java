package io.pilab.agent;

import java.util.List;

/** Calls of {@code applied.sh}: a host's record of what apply changed. */
public final class AppliedScript {
    private AppliedScript() {}

    /** Does the lines of standard input in order, up to the first that fails; answers an object a line that is done. */
    public static AgentCommand make() {
        return AgentCommand.of(AgentScript.APPLIED, "make");
    }

    /**
     * A line that records a change before it is made.
     *
     * @param change its kind, then the words of that kind
     */
    public static String push(List<String> change) {
        return "push " + String.join(" ", change);
    }

    /** A line that makes a change. */
    public static String call(AgentCommand command) {
        return "call " + command;
    }

    /**
     * A line that removes a change from the record.
     *
     * @param change as it was recorded
     */
    public static String drop(List<String> change) {
        return "drop " + String.join(" ", change);
    }

    /** Lists the changes, oldest first. */
    public static AgentCommand list() {
        return AgentCommand.of(AgentScript.APPLIED, "list");
    }
}
