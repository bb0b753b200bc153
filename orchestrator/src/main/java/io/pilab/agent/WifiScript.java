package io.pilab.agent;

/** Calls of {@code wifi.sh}: the wireless network of an interface. */
public final class WifiScript {
    private WifiScript() {}

    /** Leaves the network. */
    public static AgentCommand leave(String networkInterface) {
        return AgentCommand.of(AgentScript.WIFI, "leave", networkInterface);
    }

    /** Joins the network again. */
    public static AgentCommand join(String networkInterface) {
        return AgentCommand.of(AgentScript.WIFI, "join", networkInterface);
    }
}
