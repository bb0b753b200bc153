package io.pilab.host;

/** A run cannot go on; the message names host, cause and cure. */
public final class RunException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean notSupported;

    public RunException(String message) {
        this(message, false);
    }

    public RunException(String message, boolean notSupported) {
        super(message);
        this.notSupported = notSupported;
    }

    /** Whether the hosts lack something that the scenario needs. */
    public boolean notSupported() {
        return notSupported;
    }
}
