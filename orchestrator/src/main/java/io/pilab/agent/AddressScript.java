package io.pilab.agent;

/** Calls of {@code address.sh}: an IPv4 address goes from its interface, and comes back. */
public final class AddressScript {
    private AddressScript() {}

    /** Removes an IPv4 address. */
    public static AgentCommand remove(String networkInterface, String address) {
        return AgentCommand.of(AgentScript.ADDRESS, "remove", networkInterface, address);
    }

    /** Brings back the interface's addresses and routes as the trial saved them. */
    public static AgentCommand heal(String networkInterface) {
        return AgentCommand.of(AgentScript.ADDRESS, "heal", networkInterface);
    }
}
