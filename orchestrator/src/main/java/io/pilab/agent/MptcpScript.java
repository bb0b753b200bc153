package io.pilab.agent;

import java.util.List;

/** Calls of {@code mptcp.sh}: MPTCP endpoints and limits as apply configures them. */
public final class MptcpScript {
    private MptcpScript() {}

    /** Shows limits and endpoints. */
    public static AgentCommand status() {
        return AgentCommand.of(AgentScript.MPTCP, "status");
    }

    /**
     * Adds an endpoint.
     *
     * @param endpoint address, interface or "-", id from 1 to 255, flags with commas or "-", and perhaps a port
     */
    public static AgentCommand endpointAdd(List<String> endpoint) {
        return new AgentCommand(AgentScript.MPTCP, "endpoint-add", endpoint);
    }

    /** Deletes the endpoint of this id. */
    public static AgentCommand endpointDelete(int id) {
        return AgentCommand.of(AgentScript.MPTCP, "endpoint-delete", Integer.toString(id));
    }

    /** Sets the limits, each from 0 to 8. */
    public static AgentCommand limits(int subflows, int addAddrAccepted) {
        return AgentCommand.of(
                AgentScript.MPTCP, "limits", Integer.toString(subflows), Integer.toString(addAddrAccepted));
    }
}
