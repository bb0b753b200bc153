package io.pilab.agent;

/** Calls of {@code traffic.sh}: the traffic tool of the trial that runs. */
public final class TrafficScript {
    private TrafficScript() {}

    /** Kills it. */
    public static AgentCommand kill() {
        return AgentCommand.of(AgentScript.TRAFFIC, "kill");
    }

    /** Stops it until it is resumed. */
    public static AgentCommand pause() {
        return AgentCommand.of(AgentScript.TRAFFIC, "pause");
    }

    /** Resumes it; safe to run twice. */
    public static AgentCommand resume() {
        return AgentCommand.of(AgentScript.TRAFFIC, "resume");
    }
}
