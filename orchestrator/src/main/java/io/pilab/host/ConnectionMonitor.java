package io.pilab.host;

import io.pilab.remote.RemoteException;
import io.pilab.time.Time;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Asks a host, and says when it does not answer any more and when it does again. */
public final class ConnectionMonitor {
    /** A reading of the spool takes some tens of milliseconds. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final ScheduledExecutorService ALARMS = Executors.newScheduledThreadPool(1, task -> {
        Thread thread = new Thread(task, "contact");
        thread.setDaemon(true);
        return thread;
    });

    private final String host;
    private final Consumer<String> listener;
    private final Duration patience;
    private boolean lost;
    private long lostSince;

    public ConnectionMonitor(String host, Consumer<String> listener) {
        this(host, listener, PATIENCE);
    }

    public ConnectionMonitor(String host, Consumer<String> listener, Duration patience) {
        this.host = host;
        this.listener = listener;
        this.patience = patience;
    }

    public <T> T ask(Supplier<T> question) {
        long begun = Time.real().nanoTime();
        Future<?> alarm = ALARMS.schedule(() -> lose(begun), patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            T answer = question.get();
            alarm.cancel(false);
            regain();
            return answer;
        } catch (RemoteException e) {
            lose(begun);
            throw e;
        } finally {
            alarm.cancel(false);
        }
    }

    private synchronized void lose(long since) {
        if (!lost) {
            lost = true;
            lostSince = since;
            listener.accept(host + ": connection lost; the trial continues on the host; reconnecting");
        }
    }

    private synchronized void regain() {
        if (lost) {
            lost = false;
            double seconds = (Time.real().nanoTime() - lostSince) / 1e9;
            listener.accept(
                    String.format("%s: reconnected after %.1f s; reading what it wrote meanwhile", host, seconds));
        }
    }
}
