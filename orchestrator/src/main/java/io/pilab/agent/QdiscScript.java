package io.pilab.agent;

/** Calls of {@code qdisc.sh}: the rate of what an interface sends. */
public final class QdiscScript {
    private QdiscScript() {}

    /**
     * Limits the rate.
     *
     * @param rate bits a second, from 1000 to 9999999999
     */
    public static AgentCommand limit(String networkInterface, long rate) {
        return AgentCommand.of(AgentScript.QDISC, "limit", networkInterface, Long.toString(rate));
    }

    /** Brings the interface's qdiscs back as the trial saved them. */
    public static AgentCommand heal(String networkInterface) {
        return AgentCommand.of(AgentScript.QDISC, "heal", networkInterface);
    }
}
