package io.pilab.agent;

/** Calls of {@code iperf3.sh}: the iperf3 that pilab built on a host. */
public final class Iperf3Script {
    private Iperf3Script() {}

    /** Names the program that was built, and its SHA-256. */
    public static AgentCommand program(String version) {
        return AgentCommand.of(AgentScript.IPERF3, "program", version);
    }

    /**
     * Installs a program that an identical host built.
     *
     * @param file absolute path on the host
     */
    public static AgentCommand install(String version, String file, String sha256) {
        return AgentCommand.of(AgentScript.IPERF3, "install", version, file, sha256);
    }

    /** Removes what was built or installed, and ends a build that runs. */
    public static AgentCommand remove(String version) {
        return AgentCommand.of(AgentScript.IPERF3, "remove", version);
    }

    /** Lists the versions of which there is anything that pilab made. */
    public static AgentCommand versions() {
        return AgentCommand.of(AgentScript.IPERF3, "versions");
    }
}
