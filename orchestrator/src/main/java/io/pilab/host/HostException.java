package io.pilab.host;

/** Work on a host, or on some, cannot go on; the message names host, cause and cure. */
public final class HostException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum HostFailure {
        /** Something does not do what it should. */
        FAILED,
        /** The host lacks what cannot be put there; trying again is of no use. */
        NOT_SUPPORTED,
        /** Another user has it: its lock, or a capture that would undo ours. */
        IN_USE,
        /** There is nothing to build from; another source may do. */
        NO_SOURCE
    }

    private final HostFailure kind;

    public HostException(String message) {
        this(message, HostFailure.FAILED);
    }

    public HostException(String message, HostFailure kind) {
        super(message);
        this.kind = kind;
    }

    public HostFailure kind() {
        return kind;
    }
}
