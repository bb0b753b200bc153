package io.pilab.agent;

/** Calls of {@code restore.sh}: a host gets its captured state back. */
public final class RestoreScript {
    private RestoreScript() {}

    /**
     * Restores one run; safe to run twice.
     *
     * @param run the id of the capture
     */
    public static AgentCommand run(String run) {
        return AgentCommand.of(AgentScript.RESTORE, "run", run);
    }

    /** Restores every captured run, newest first. */
    public static AgentCommand all() {
        return AgentCommand.of(AgentScript.RESTORE, "all");
    }

    /** Drops what was captured. */
    public static AgentCommand forget(String run) {
        return AgentCommand.of(AgentScript.RESTORE, "forget", run);
    }
}
