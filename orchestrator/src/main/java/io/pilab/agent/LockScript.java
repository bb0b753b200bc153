package io.pilab.agent;

import java.time.Duration;

/** Calls of {@code lock.sh}: the lock of a host. */
public final class LockScript {
    private LockScript() {}

    /**
     * Takes the lock, if nobody holds it.
     *
     * @param token names the holder to the host
     * @param owner who holds it, for a reader
     * @param run what for, for a reader
     * @param lifetime until it expires, from 1 s to 3600 s
     */
    public static AgentCommand acquire(String token, String owner, String run, Duration lifetime) {
        return AgentCommand.of(AgentScript.LOCK, "acquire", token, owner, run, seconds(lifetime));
    }

    /** Takes the lock from whichever holder. */
    public static AgentCommand steal(String token, String owner, String run, Duration lifetime) {
        return AgentCommand.of(AgentScript.LOCK, "acquire", token, owner, run, seconds(lifetime), "steal");
    }

    /** Lets the lock of this token expire that much later than now. */
    public static AgentCommand renew(String token, Duration lifetime) {
        return AgentCommand.of(AgentScript.LOCK, "renew", token, seconds(lifetime));
    }

    /** Frees the host, if the lock is this token's. */
    public static AgentCommand release(String token) {
        return AgentCommand.of(AgentScript.LOCK, "release", token);
    }

    /** Asks who holds the lock. */
    public static AgentCommand status() {
        return AgentCommand.of(AgentScript.LOCK, "status");
    }

    private static String seconds(Duration duration) {
        return Long.toString(duration.toSeconds());
    }
}
