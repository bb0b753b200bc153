package io.pilab.host;

/** A host cannot be made ready; the message names host, step, cause and cure. */
public final class ProvisionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** Why. */
    public enum Kind {
        FAILED,
        /** The host lacks what cannot be put there. */
        NOT_SUPPORTED,
        /** There is nothing to build from; another source may do. */
        NO_SOURCE
    }

    private final Kind kind;

    public ProvisionException(String message) {
        this(message, Kind.FAILED);
    }

    public ProvisionException(String message, Kind kind) {
        super(message);
        this.kind = kind;
    }

    /** Whether trying again is of no use on this host, as opposed to something that went wrong. */
    public boolean notSupported() {
        return kind == Kind.NOT_SUPPORTED;
    }

    public Kind kind() {
        return kind;
    }
}
