package io.pilab.remote;

import io.pilab.remote.RemoteException.Kind;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.Supplier;

/**
 * Tries again what can pass by itself. Connecting is repeated as often as the {@link Backoff} says. A command or a copy
 * is repeated once, on a new connection, and only if the old one was lost before the host could start anything; whatever
 * may have run is never run twice.
 */
public final class RetryingRemote implements Remote {
    private final Remote remote;
    private final Backoff backoff;
    private final Sleeper sleeper;

    public RetryingRemote(Remote remote, Backoff backoff, Sleeper sleeper) {
        this.remote = remote;
        this.backoff = backoff;
        this.sleeper = sleeper;
    }

    @Override
    public String host() {
        return remote.host();
    }

    @Override
    public void connect() {
        for (int attempt = 1; ; attempt++) {
            try {
                remote.connect();
                return;
            } catch (RemoteException e) {
                if (!e.passing() || attempt == backoff.attempts()) {
                    throw e;
                }
                pause(backoff.after(attempt), e);
            }
        }
    }

    @Override
    public CommandResult exec(RemoteCommand command) {
        return onceMore(() -> remote.exec(command));
    }

    @Override
    public void put(Path local, String remotePath) {
        onceMore(() -> {
            remote.put(local, remotePath);
            return true;
        });
    }

    @Override
    public void get(String remotePath, Path local) {
        onceMore(() -> {
            remote.get(remotePath, local);
            return true;
        });
    }

    @Override
    public void close() {
        remote.close();
    }

    private <T> T onceMore(Supplier<T> verb) {
        try {
            return verb.get();
        } catch (RemoteException e) {
            if (e.kind() != Kind.CONNECTION_LOST || !e.nothingStarted()) {
                throw e;
            }
            connect();
            return verb.get();
        }
    }

    private void pause(Duration time, RemoteException reason) {
        try {
            sleeper.sleep(time);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            RemoteException interrupted =
                    new RemoteException(host(), Kind.INTERRUPTED, "interrupted while waiting to connect again", e);
            interrupted.addSuppressed(reason);
            throw interrupted;
        }
    }
}
