package io.pilab.remote;

import io.pilab.remote.RemoteException.RemoteFailure;
import io.pilab.time.Time;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Repeats what can succeed later. Connecting is repeated for as long as the {@link Backoff} says. A command or a copy is
 * repeated once, on a new connection, and only if the old one was lost before the host could start anything. So nothing
 * runs twice. A refused login is not repeated for a while, since servers ban an address for failed logins (fail2ban,
 * OpenSSH's PerSourcePenalties).
 */
public final class RetryingRemote implements Remote {
    /** OpenSSH's penalty for a failed login is 5 s, and a ban begins at 15 s. */
    static final Duration AFTER_REFUSAL = Duration.ofSeconds(30);

    private final Remote remote;
    private final String target;
    private final Backoff backoff;
    private final Time time;
    private final Watcher watcher;
    private Optional<RefusedLogin> refusal = Optional.empty();

    private record RefusedLogin(RemoteException reason, long at) {}

    /** @param target the address to report while connecting */
    public RetryingRemote(Remote remote, String target, Backoff backoff, Time time, Watcher watcher) {
        this.remote = remote;
        this.target = target;
        this.backoff = backoff;
        this.time = time;
        this.watcher = watcher;
    }

    @Override
    public String host() {
        return remote.host();
    }

    @Override
    public void connect() {
        demandNoRefusal();
        long end = time.nanoTime() + backoff.total().toNanos();
        String tried = "";
        for (int attempt = 1; ; attempt++) {
            try (Watcher.Activity work = watcher.begin(host(), "connecting to " + target + tried)) {
                remote.connect();
                return;
            } catch (RemoteException e) {
                remember(e);
                Duration pause = backoff.after(attempt);
                if (!e.passing() || time.nanoTime() + pause.toNanos() > end) {
                    throw e;
                }
                tried = ", attempt " + (attempt + 1) + " (" + e.reason() + ")";
                pause(pause, e);
            }
        }
    }

    private synchronized void demandNoRefusal() {
        refusal.filter(r -> time.nanoTime() - r.at() < AFTER_REFUSAL.toNanos()).ifPresent(r -> {
            throw r.reason();
        });
    }

    private synchronized void remember(RemoteException e) {
        if (e.kind() == RemoteFailure.AUTHENTICATION) {
            refusal = Optional.of(new RefusedLogin(e, time.nanoTime()));
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
            if (e.kind() != RemoteFailure.CONNECTION_LOST || !e.nothingStarted()) {
                throw e;
            }
            connect();
            return verb.get();
        }
    }

    private void pause(Duration length, RemoteException reason) {
        String what = reason.reason() + "; trying again";
        try (Watcher.Activity work = watcher.begin(host(), what)) {
            time.sleep(length);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            RemoteException interrupted = new RemoteException(
                    host(), RemoteFailure.INTERRUPTED, "interrupted while waiting to connect again", e);
            interrupted.addSuppressed(reason);
            throw interrupted;
        }
    }
}
