package io.pilab.remote;

import java.nio.file.Path;

/**
 * A machine that commands run on. Retrying, journaling and capturing are done by other Remotes around one. Every method
 * throws {@link RemoteException} and nothing else.
 */
public interface Remote extends AutoCloseable {
    /** The host's name in the lab. */
    String host();

    /** Connects and authenticates. Does nothing when connected already. */
    void connect();

    /**
     * Runs a command to its end. A non-zero exit is a result, not an exception.
     *
     * @throws RemoteException when the connection fails, the time limit passes or the output is over its limit
     */
    CommandResult exec(RemoteCommand command);

    /** Copies a local file to the host as the login user. The remote file appears whole or not at all. */
    void put(Path local, String remotePath);

    /** Copies a file from the host. */
    void get(String remotePath, Path local);

    /** Ends the connection. Never throws, and may be called twice. */
    @Override
    void close();
}
