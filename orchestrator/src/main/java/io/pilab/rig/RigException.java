package io.pilab.rig;

/** The virtual rig failed. The message names the cause and the cure. */
public final class RigException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kind of failure. */
    public enum RigFailure {
        /** The lab cannot be built as a virtual rig. */
        INVALID,
        /** A tool failed. */
        BROKEN,
        /** This machine or this user cannot run a rig. */
        NOT_SUPPORTED
    }

    private final RigFailure kind;

    RigException(RigFailure kind, String message) {
        super(message);
        this.kind = kind;
    }

    RigException(RigFailure kind, String message, Throwable cause) {
        super(message, cause);
        this.kind = kind;
    }

    public RigFailure kind() {
        return kind;
    }
}
