package io.pilab.remote;

/** A host or its connection failed. The message names the host, the cause and the cure. */
public final class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** The kind of failure. */
    public enum RemoteFailure {
        /** No connection: wrong name, no route, a closed port, or a server that hangs up at once. */
        UNREACHABLE,
        HOST_KEY_UNKNOWN,
        HOST_KEY_CHANGED,
        /** The operator's SSH settings cannot be used. */
        CONFIGURATION,
        /** No key can be used, so the host was not contacted. */
        KEY,
        /** The server accepts none of the keys. */
        AUTHENTICATION,
        /** The connection was lost. */
        CONNECTION_LOST,
        /** The server answers in a way that pilab cannot use. */
        REFUSED,
        /** The user may log in, but the host does not run their commands. */
        NO_COMMANDS,
        /** The user may not become root, or the password is wrong. */
        SUDO,
        TIMEOUT,
        OUTPUT_LIMIT,
        /** A file could not be copied. The connection is intact. */
        TRANSFER,
        /** The waiting thread was interrupted. Its interrupt flag is set. */
        INTERRUPTED
    }

    private final String host;
    private final RemoteFailure kind;
    private final boolean beforeStart;

    public RemoteException(String host, RemoteFailure kind, String message) {
        this(host, kind, message, null);
    }

    public RemoteException(String host, RemoteFailure kind, String message, Throwable cause) {
        this(host, kind, host + ": " + message, cause, false);
    }

    private RemoteException(String host, RemoteFailure kind, String message, Throwable cause, boolean beforeStart) {
        super(message, cause);
        this.host = host;
        this.kind = kind;
        this.beforeStart = beforeStart;
    }

    /** The same failure, marked as one that came before the host could start anything. */
    public RemoteException beforeStart() {
        RemoteException same = new RemoteException(host, kind, getMessage(), getCause(), true);
        same.setStackTrace(getStackTrace());
        return same;
    }

    public String host() {
        return host;
    }

    /** The cause alone, without the host's name and the cure. */
    public String reason() {
        String text = getMessage().substring(host.length() + 2);
        return text.split("; |\\. |\n", 2)[0];
    }

    public RemoteFailure kind() {
        return kind;
    }

    /** Whether another attempt on a new connection can help. */
    public boolean passing() {
        return kind == RemoteFailure.UNREACHABLE || kind == RemoteFailure.CONNECTION_LOST;
    }

    /** Whether a command that failed with this certainly did not run, so that repeating it is safe. */
    public boolean nothingStarted() {
        return beforeStart;
    }
}
