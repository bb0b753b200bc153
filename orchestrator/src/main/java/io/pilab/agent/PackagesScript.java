package io.pilab.agent;

/** Calls of {@code packages.sh}: packages that come through pilab, by apt. */
public final class PackagesScript {
    private PackagesScript() {}

    /** Installs what a build of iperf3 needs. */
    public static AgentCommand buildTools() {
        return AgentCommand.of(AgentScript.PACKAGES, "build-tools");
    }

    /** Installs git. */
    public static AgentCommand git() {
        return AgentCommand.of(AgentScript.PACKAGES, "git");
    }

    /** Installs the distribution's iperf3. */
    public static AgentCommand iperf3() {
        return AgentCommand.of(AgentScript.PACKAGES, "iperf3");
    }

    /** Asks how far an installation is. */
    public static AgentCommand status() {
        return AgentCommand.of(AgentScript.PACKAGES, "status");
    }

    /** Lists the packages that pilab brought. */
    public static AgentCommand list() {
        return AgentCommand.of(AgentScript.PACKAGES, "list");
    }

    /** Drops the record of these packages, and leaves the packages. */
    public static AgentCommand forget() {
        return AgentCommand.of(AgentScript.PACKAGES, "forget");
    }
}
