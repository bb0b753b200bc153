package io.pilab.agent;

/** Calls of {@code link.sh}: an interface goes down and up. */
public final class LinkScript {
    private LinkScript() {}

    /** Takes the interface administratively down. */
    public static AgentCommand down(String networkInterface) {
        return AgentCommand.of(AgentScript.LINK, "down", networkInterface);
    }

    /** Takes the interface up; in a trial it also brings back the interface's routes. */
    public static AgentCommand up(String networkInterface) {
        return AgentCommand.of(AgentScript.LINK, "up", networkInterface);
    }
}
