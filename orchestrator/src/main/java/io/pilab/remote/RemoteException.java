package io.pilab.remote;

/** A host could not be talked to; the message names the host, the cause and the cure. */
public final class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What failed. */
    public enum Kind {
        UNREACHABLE,
        HOST_KEY_UNKNOWN,
        HOST_KEY_CHANGED,
        AUTHENTICATION,
        CONNECTION_LOST,
        TIMEOUT,
        OUTPUT_LIMIT
    }

    private final String host;
    private final Kind kind;

    public RemoteException(String host, Kind kind, String message) {
        this(host, kind, message, null);
    }

    public RemoteException(String host, Kind kind, String message, Throwable cause) {
        super(host + ": " + message, cause);
        this.host = host;
        this.kind = kind;
    }

    public String host() {
        return host;
    }

    public Kind kind() {
        return kind;
    }

    /** Whether trying again on a new connection can help. */
    public boolean passing() {
        return kind == Kind.UNREACHABLE || kind == Kind.CONNECTION_LOST;
    }
}
