package io.pilab.remote.sshj;

import java.util.function.BooleanSupplier;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.DirectConnection;

/** A TCP connection from the jump host to the next one. */
final class TunnelChannel extends DirectConnection {
    TunnelChannel(Connection connection, String address, int port) {
        super(connection, address, port);
    }

    /**
     * Waits until the jump host takes data, and returns how many bytes. Must be called before every write, for the same reason
     * as {@link ExecChannel#room}.
     */
    long room(BooleanSupplier closed) throws ConnectionException {
        while (true) {
            if (closed.getAsBoolean() || !isOpen()) {
                throw new ConnectionException("the connection through the jump host is closed");
            }
            try {
                return rwin.awaitExpansion(0);
            } catch (ConnectionException e) {
                if (Thread.currentThread().isInterrupted()) {
                    throw e;
                }
                // a time limit passed; keep-alive, not this limit, decides whether the host is gone
            }
        }
    }
}
