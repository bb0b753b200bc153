package io.pilab.remote.sshj;

import java.util.List;
import java.util.OptionalInt;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.SSHPacket;
import net.schmizz.sshj.connection.Connection;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.direct.SessionChannel;
import net.schmizz.sshj.transport.TransportException;

/** A session channel that can be left without waiting, and that reports the signal that ended a command. */
final class ExecChannel extends SessionChannel {
    /** Signals by number, as on every Linux. RFC 4254, 6.10 has the names. */
    private static final List<String> SIGNALS = List.of(
            "", "HUP", "INT", "QUIT", "ILL", "TRAP", "ABRT", "BUS", "FPE", "KILL", "USR1", "SEGV", "USR2", "PIPE",
            "ALRM", "TERM");

    private volatile int signal;

    ExecChannel(Connection connection) {
        super(connection);
    }

    /** 128 + n for a command that signal n ended. Empty when the server did not report it. */
    OptionalInt exitCode() {
        Integer status = getExitStatus();
        if (status != null) {
            return OptionalInt.of(status);
        }
        return signal == 0 ? OptionalInt.empty() : OptionalInt.of(128 + signal);
    }

    /**
     * Waits until the command reads, and returns how many bytes it takes. Must be called before every write: a write that waits
     * holds a lock that closing the channel needs, and then the whole connection stands still.
     */
    long room() throws ConnectionException {
        return rwin.awaitExpansion(0);
    }

    /** Closes the channel on this side. A normal close would block until the remote process is gone. */
    void leave() {
        try {
            sendClose();
        } catch (TransportException e) {
            // the connection is gone, and the channel with it
        }
    }

    @Override
    public void handleRequest(String request, SSHPacket packet) throws ConnectionException, TransportException {
        if (!request.equals("exit-signal")) {
            super.handleRequest(request, packet);
            return;
        }
        try {
            // sshj would close the channel here, and lose the command's last output
            signal = Math.max(SIGNALS.indexOf(packet.readString()), 0);
        } catch (Buffer.BufferException e) {
            throw new ConnectionException(e);
        }
    }
}
