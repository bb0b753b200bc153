package io.pilab.agent;

/** Calls of {@code build.sh}: builds of iperf3 on a host, detached. */
public final class BuildScript {
    private BuildScript() {}

    /**
     * Starts a build, or joins the one that runs.
     *
     * @param version such as 3.21
     * @param file absolute path of the tarball on the host
     * @param sha256 of the tarball
     */
    public static AgentCommand startTarball(String version, String file, String sha256) {
        return AgentCommand.of(AgentScript.BUILD, "start", version, "tarball", file, sha256);
    }

    /**
     * Starts a build, or joins the one that runs.
     *
     * @param version such as 3.21
     * @param repository its URL, or an absolute path on the host
     * @param commit of the tag, 40 hexadecimal digits
     */
    public static AgentCommand startGit(String version, String repository, String tag, String commit) {
        return AgentCommand.of(AgentScript.BUILD, "start", version, "git", repository, tag, commit);
    }

    /** Asks how far the build is. */
    public static AgentCommand status(String version) {
        return AgentCommand.of(AgentScript.BUILD, "status", version);
    }

    /** Ends the build with all its processes, and leaves nothing of it. */
    public static AgentCommand stop(String version) {
        return AgentCommand.of(AgentScript.BUILD, "stop", version);
    }
}
