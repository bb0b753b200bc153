package io.pilab.remote.sshj;

import io.pilab.remote.RemoteCommand;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The shells of one connection: one for root and one for the login user, each begun when it is first needed. A command that
 * comes while the shell is busy runs on a channel of its own.
 */
final class Conversations {
    private final SshConnection connection;
    private final List<Conversation> idle = new ArrayList<>();
    private final List<Conversation> busy = new ArrayList<>();
    private boolean refused;

    Conversations(SshConnection connection) {
        this.connection = connection;
    }

    SshConnection connection() {
        return connection;
    }

    /** Ends the connection. */
    void close() {
        connection.close(connection.usable() ? endIdle() : 0);
    }

    /** A shell for the caller alone, until {@link #giveBack}. Empty: the command needs a channel of its own. */
    synchronized Optional<Conversation> take(RemoteCommand command, CommandLines lines) {
        idle.removeIf(Conversation::over);
        boolean asRoot = lines.byWayOfSudo(command);
        if (refused || !Request.carries(command) || busy.stream().anyMatch(c -> c.asRoot() == asRoot)) {
            return Optional.empty();
        }
        Optional<Conversation> taken =
                idle.stream().filter(c -> c.asRoot() == asRoot).findFirst();
        if (taken.isEmpty() && connection.slots().tryAcquire()) {
            taken = Optional.of(new Conversation(asRoot, lines, connection));
        }
        taken.ifPresent(idle::remove);
        taken.ifPresent(busy::add);
        return taken;
    }

    synchronized void giveBack(Conversation conversation) {
        busy.remove(conversation);
        idle.add(conversation);
    }

    /** The host runs no such shell: none is tried again on this connection. */
    synchronized void refuse() {
        refused = true;
    }

    /** Frees the channels of the shells that nobody uses. Returns how many. */
    synchronized int endIdle() {
        idle.removeIf(Conversation::over);
        int count = idle.size();
        idle.forEach(Conversation::end);
        idle.clear();
        return count;
    }
}
