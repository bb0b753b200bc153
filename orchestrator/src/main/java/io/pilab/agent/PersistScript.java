package io.pilab.agent;

/** Calls of {@code persist.sh}: spool and captured state lie on the disk while a fault may restart the host. */
public final class PersistScript {
    private PersistScript() {}

    /** Moves a prepared trial's spool and captured state to the disk. */
    public static AgentCommand keep(String run, String trial) {
        return AgentCommand.of(AgentScript.PERSIST, "keep", run, trial);
    }

    /** After a restart: moves back what the host has lost. */
    public static AgentCommand recover() {
        return AgentCommand.of(AgentScript.PERSIST, "recover");
    }

    /** Moves everything back, lost or not. */
    public static AgentCommand release() {
        return AgentCommand.of(AgentScript.PERSIST, "release");
    }
}
