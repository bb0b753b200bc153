package io.pilab.agent;

/** Calls of {@code probe.sh}: what the kernel and tools of a host can do. */
public final class ProbeScript {
    private ProbeScript() {}

    /** Tries each ability in a network namespace; changes nothing of the host. */
    public static AgentCommand abilities() {
        return AgentCommand.of(AgentScript.PROBE, "abilities");
    }
}
