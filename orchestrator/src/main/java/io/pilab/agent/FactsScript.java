package io.pilab.agent;

/** Calls of {@code facts.sh}: what a host is. */
public final class FactsScript {
    private FactsScript() {}

    /** Describes the host; changes nothing. */
    public static AgentCommand collect() {
        return AgentCommand.of(AgentScript.FACTS, "collect");
    }

    /**
     * Describes the host, with the interface that carries SSH; changes nothing.
     *
     * @param client address of the SSH client, as the host sees it
     * @param server address of the host that the SSH client connected to
     */
    public static AgentCommand collect(String client, String server) {
        return AgentCommand.of(AgentScript.FACTS, "collect", client, server);
    }
}
