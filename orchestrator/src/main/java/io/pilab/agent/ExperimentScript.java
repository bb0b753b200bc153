package io.pilab.agent;

/** Calls of {@code experiment.sh}: a host's share of a trial. */
public final class ExperimentScript {
    private ExperimentScript() {}

    /** Reads the specification of the share from standard input. */
    public static AgentCommand prepare(String run, String trial) {
        return AgentCommand.of(AgentScript.EXPERIMENT, "prepare", run, trial);
    }

    /** Starts the share; refused unless the dead man's switch is armed for long enough. */
    public static AgentCommand start(String run, String trial) {
        return AgentCommand.of(AgentScript.EXPERIMENT, "start", run, trial);
    }

    /** Lets a share that waits begin its traffic; safe to run twice. */
    public static AgentCommand go(String run, String trial) {
        return AgentCommand.of(AgentScript.EXPERIMENT, "go", run, trial);
    }

    /**
     * Tells a share without traffic when the client's traffic began.
     *
     * @param time nanoseconds since 1970, by the clock of the host that is called
     * @param uncertainty nanoseconds by which the time may be off
     */
    public static AgentCommand zero(String run, String trial, long time, long uncertainty) {
        return AgentCommand.of(
                AgentScript.EXPERIMENT, "zero", run, trial, Long.toString(time), Long.toString(uncertainty));
    }

    /** Ends all processes of the share; safe to run twice. */
    public static AgentCommand stop(String run, String trial) {
        return AgentCommand.of(AgentScript.EXPERIMENT, "stop", run, trial);
    }

    /** Removes the spool of a share that does not run. */
    public static AgentCommand remove(String run, String trial) {
        return AgentCommand.of(AgentScript.EXPERIMENT, "remove", run, trial);
    }

    /** Ends all processes of every trial on the host. */
    public static AgentCommand stopAll() {
        return AgentCommand.of(AgentScript.EXPERIMENT, "stop-all");
    }

    /** Removes the spools of all trials that neither run nor are captured. */
    public static AgentCommand sweep() {
        return AgentCommand.of(AgentScript.EXPERIMENT, "sweep");
    }
}
