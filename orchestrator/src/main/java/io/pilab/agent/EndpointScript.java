package io.pilab.agent;

import java.util.List;

/** Calls of {@code endpoint.sh}: the MPTCP endpoint of an address as a fault changes it. */
public final class EndpointScript {
    private EndpointScript() {}

    /** Removes the endpoint. */
    public static AgentCommand remove(String address) {
        return AgentCommand.of(AgentScript.ENDPOINT, "remove", address);
    }

    /** Makes the endpoint a backup. */
    public static AgentCommand backup(String address) {
        return AgentCommand.of(AgentScript.ENDPOINT, "backup", address);
    }

    /**
     * Adds an endpoint.
     *
     * @param flags signal, subflow, backup, fullmesh
     */
    public static AgentCommand add(String address, String networkInterface, List<String> flags) {
        return AgentCommand.of(AgentScript.ENDPOINT, "add", address, networkInterface, String.join(",", flags));
    }

    /** Brings the endpoint back as the trial saved it. */
    public static AgentCommand heal(String address) {
        return AgentCommand.of(AgentScript.ENDPOINT, "heal", address);
    }
}
