package io.pilab.agent;

/** Calls of {@code deadman.sh}: the dead man's switch of a captured run. */
public final class DeadmanScript {
    private DeadmanScript() {}

    /**
     * Arms the switch, in place of one that is armed already.
     *
     * @param run the id of the capture
     * @param seconds from 1 to 86400, until the host restores itself
     */
    public static AgentCommand arm(String run, long seconds) {
        return AgentCommand.of(AgentScript.DEADMAN, "arm", run, Long.toString(seconds));
    }

    /** Asks whether the switch is armed, for how long, and whether it has fired. */
    public static AgentCommand status(String run) {
        return AgentCommand.of(AgentScript.DEADMAN, "status", run);
    }

    /** Disarms the switch; safe to run twice. */
    public static AgentCommand disarm(String run) {
        return AgentCommand.of(AgentScript.DEADMAN, "disarm", run);
    }
}
