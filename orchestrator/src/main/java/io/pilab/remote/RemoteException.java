package io.pilab.remote;

/** A host could not be talked to; the message names the host, the cause and the cure. */
public final class RemoteException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    /** What failed. */
    public enum Kind {
        /** No connection could be made: name, route, port, or a server that hangs up at once. */
        UNREACHABLE,
        HOST_KEY_UNKNOWN,
        HOST_KEY_CHANGED,
        /** The operator's own SSH settings cannot be used. */
        CONFIGURATION,
        /** There is no key of ours that can be used; the host was not asked for anything. */
        KEY,
        /** The server takes none of our keys. */
        AUTHENTICATION,
        /** There was a connection, and it is gone. */
        CONNECTION_LOST,
        /** The server answers, but not in a way that we can work with. */
        REFUSED,
        /** The login user may log in, but the host runs nothing for them, or something else. */
        NO_COMMANDS,
        /** The login user may not become root, or not with this password. */
        SUDO,
        TIMEOUT,
        OUTPUT_LIMIT,
        /** A file could not be copied; the connection is good. */
        TRANSFER,
        /** The waiting thread was interrupted; its interrupt flag is set. */
        INTERRUPTED
    }

    private final String host;
    private final Kind kind;
    private final boolean beforeStart;

    public RemoteException(String host, Kind kind, String message) {
        this(host, kind, message, null);
    }

    public RemoteException(String host, Kind kind, String message, Throwable cause) {
        this(host, kind, host + ": " + message, cause, false);
    }

    private RemoteException(String host, Kind kind, String message, Throwable cause, boolean beforeStart) {
        super(message, cause);
        this.host = host;
        this.kind = kind;
        this.beforeStart = beforeStart;
    }

    /** The same failure, known to have come before the host could start anything. */
    public RemoteException beforeStart() {
        RemoteException same = new RemoteException(host, kind, getMessage(), getCause(), true);
        same.setStackTrace(getStackTrace());
        return same;
    }

    public String host() {
        return host;
    }

    /** The cause alone: without the host's name, and without the cure. */
    public String reason() {
        String text = getMessage().substring(host.length() + 2);
        return text.split("; |\\. |\n", 2)[0];
    }

    public Kind kind() {
        return kind;
    }

    /** Whether trying again on a new connection can help. */
    public boolean passing() {
        return kind == Kind.UNREACHABLE || kind == Kind.CONNECTION_LOST;
    }

    /** Whether a command that failed so certainly did not run, so that repeating it is safe. */
    public boolean nothingStarted() {
        return beforeStart;
    }
}
