package io.pilab.remote.sshj;

import io.pilab.lab.Excerpt;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import io.pilab.time.Time;
import io.pilab.time.Uninterrupted;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import net.schmizz.sshj.SSHClient;
import net.schmizz.sshj.connection.ConnectionException;
import net.schmizz.sshj.connection.channel.OpenFailException;
import net.schmizz.sshj.connection.channel.direct.SessionFactory;
import net.schmizz.sshj.transport.TransportException;

/**
 * One SSH connection and its threads. It is opened once, and a lost one is discarded. Everything that can block runs on a
 * worker, so that a caller can stop waiting. Closing the socket ends what nothing else ends.
 */
final class SshConnection implements SessionFactory {
    /** Concurrent commands and copies. OpenSSH allows ten sessions and removes ended ones with a delay. */
    static final int CHANNELS = 6;

    /** Opens a connection for a new client, and shows every socket that it opens. */
    interface Opening {
        void run(SSHClient client, Consumer<Socket> opened);
    }

    /** 2.25 s with the pauses in between. */
    private static final int OPEN_ATTEMPTS = 10;

    private static final Duration LEAVING = Duration.ofSeconds(2);

    private final String host;
    private final ResolvedTarget login;
    private final Optional<SshConnection> via;
    private final SSHClient client = new SSHClient(new SshConfig());
    private final Semaphore slots = new Semaphore(CHANNELS, true);
    private final Semaphore enders = new Semaphore(2, true);
    private final AtomicReference<String> lost = new AtomicReference<>();
    private final AtomicReference<Socket> socket = new AtomicReference<>();
    private final AtomicBoolean closed = new AtomicBoolean();
    private final ThreadPoolExecutor workers;
    private volatile boolean open;

    /** @param via the connection to the jump host before it, not yet open; this connection owns and closes it */
    SshConnection(String host, ResolvedTarget login, Optional<SshConnection> via) {
        this.host = host;
        this.login = login;
        this.via = via;
        this.workers =
                new ThreadPoolExecutor(0, Integer.MAX_VALUE, 2, TimeUnit.SECONDS, new SynchronousQueue<>(), task -> {
                    Thread thread = new Thread(task, "pilab-ssh-" + host);
                    thread.setDaemon(true);
                    return thread;
                });
        client.getTransport().setDisconnectListener((reason, message) -> lose(message));
    }

    /**
     * Connects and logs in.
     *
     * @param limit the time limit for all of it
     */
    void open(Opening steps, Duration limit) {
        Future<?> opening = submit(() -> {
            steps.run(client, this::opened);
            return true;
        });
        try {
            opening.get(limit.toMillis(), TimeUnit.MILLISECONDS);
            open = true;
        } catch (TimeoutException e) {
            throw new RemoteException(
                            host,
                            RemoteFailure.UNREACHABLE,
                            "the login to " + login + " took longer than " + limit.toSeconds()
                                    + " s; check the host's load and its name server (UseDNS no)")
                    .beforeStart();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException(host, RemoteFailure.INTERRUPTED, "interrupted while connecting to " + login, e)
                    .beforeStart();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RemoteException known ? known : broken("connecting", e.getCause());
        } finally {
            if (!open) {
                close();
            }
        }
    }

    /** The login of this connection. */
    ResolvedTarget login() {
        return login;
    }

    Optional<SshConnection> via() {
        return via;
    }

    SSHClient client() {
        return client;
    }

    boolean usable() {
        return open && !closed.get() && lost.get() == null;
    }

    ExecutorService workers() {
        return workers;
    }

    /**
     * A new channel. The server counts an ended session until it has removed it. Under load it can therefore refuse a channel
     * that it grants a moment later.
     */
    @Override
    public ExecChannel startSession() throws ConnectionException, TransportException {
        for (int attempt = 1; ; attempt++) {
            ExecChannel channel = new ExecChannel(client.getConnection());
            try {
                channel.open();
                return channel;
            } catch (OpenFailException e) {
                if (attempt == OPEN_ATTEMPTS) {
                    throw e;
                }
                pause(attempt);
            }
        }
    }

    @Override
    public InetSocketAddress getRemoteSocketAddress() {
        return client.getRemoteSocketAddress();
    }

    /** The slots of commands and copies. The second kind is reserved for ending commands. */
    Semaphore slots() {
        return slots;
    }

    Semaphore enders() {
        return enders;
    }

    <T> Future<T> submit(Callable<T> work) {
        try {
            return workers.submit(work);
        } catch (RejectedExecutionException e) {
            throw notConnected();
        }
    }

    /** Ends a connection that is not reliable any more, and everything that waits for it. */
    void abort(String reason) {
        lose(reason);
        closeSocket();
    }

    RemoteException notConnected() {
        return notConnected(
                host, login.toString(), reason().map(r -> " any more: " + r).orElse(""));
    }

    static RemoteException notConnected(String host, String target, String more) {
        return new RemoteException(host, RemoteFailure.CONNECTION_LOST, "not connected to " + target + more)
                .beforeStart();
    }

    /** Translates a worker's exception: the connection is lost, or the server refused. */
    RemoteException broken(String doing, Throwable cause) {
        Optional<String> reason = reason();
        if (reason.isEmpty() && !closed.get() && cause instanceof ConnectionException) {
            String cure =
                    cause instanceof OpenFailException ? "; MaxSessions in its sshd_config must be 8 at least" : "";
            return new RemoteException(
                    host,
                    RemoteFailure.REFUSED,
                    "the SSH server refused " + doing + ": " + message(cause) + cure,
                    cause);
        }
        if (reason.isEmpty()) {
            abort(message(cause));
        }
        return new RemoteException(
                host,
                RemoteFailure.CONNECTION_LOST,
                "the connection to " + login + " was lost while " + doing + ": "
                        + reason().orElse(closed.get() ? "closed" : message(cause)),
                cause);
    }

    /** Ends the connection and waits briefly until its threads have ended. */
    void close() {
        close(0);
    }

    /** @param silent slots that are taken by what waits for nothing */
    void close(int silent) {
        if (closed.getAndSet(true)) {
            return;
        }
        boolean busy = slots.availablePermits() + silent < CHANNELS || enders.availablePermits() < 2;
        client.getConnection().getKeepAlive().interrupt();
        if (busy || !usableBefore()) {
            closeSocket(); // an orderly disconnect could block behind a writer
        }
        try {
            client.disconnect();
        } catch (IOException | RuntimeException e) {
            // the connection is gone already
        }
        closeSocket();
        workers.shutdownNow();
        Uninterrupted.run(this::awaitThreads);
        via.ifPresent(SshConnection::close);
    }

    private void awaitThreads() {
        try {
            workers.awaitTermination(LEAVING.toMillis(), TimeUnit.MILLISECONDS);
            client.getConnection().getKeepAlive().join(LEAVING.toMillis());
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void pause(int attempt) throws ConnectionException {
        try {
            Time.real().sleep(Duration.ofMillis(50L * attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ConnectionException(e);
        }
    }

    private boolean usableBefore() {
        return open && lost.get() == null;
    }

    private Optional<String> reason() {
        return Optional.ofNullable(lost.get());
    }

    private void lose(String reason) {
        if (!closed.get()) {
            String own = reason == null || reason.isEmpty() ? "the server hung up" : Excerpt.of(reason);
            lost.compareAndSet(null, lostHop().orElse(own));
        }
    }

    /** The outermost lost jump host, and why. Those behind it may not have noticed yet. */
    private Optional<String> lostHop() {
        return via.flatMap(hop ->
                hop.lostHop().or(() -> hop.reason().map(why -> "jump host " + hop.login.name() + ": " + why)));
    }

    private void opened(Socket next) {
        socket.set(next);
        if (closed.get()) {
            closeSocket();
        }
    }

    /** Ends the connection at once, without an orderly disconnect. */
    void closeSocket() {
        Socket current = socket.get();
        if (current != null) {
            try {
                current.close();
            } catch (IOException e) {
                // nothing is left to close
            }
        }
    }

    private static String message(Throwable cause) {
        return cause.getMessage() == null ? cause.getClass().getSimpleName() : Excerpt.of(cause.getMessage());
    }
}
