package io.pilab.agent;

/** Calls of {@code reboot.sh}: a host restarts. */
public final class RebootScript {
    private RebootScript() {}

    /** Restarts the host once the trial's log has it. */
    public static AgentCommand now() {
        return AgentCommand.of(AgentScript.REBOOT, "now");
    }

    /** Does nothing: the host comes back by itself. */
    public static AgentCommand back() {
        return AgentCommand.of(AgentScript.REBOOT, "back");
    }
}
