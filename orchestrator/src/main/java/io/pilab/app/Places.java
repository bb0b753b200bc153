package io.pilab.app;

import io.pilab.remote.RemoteException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;

/**
 * How many hosts are worked on at once: one more for each that is done in time, half as many after one that cannot be reached,
 * since a jump host or a name server may be what is too slow. A host that takes long waits for something of its own, as a
 * build or a network: its place goes to the next one.
 */
final class Places implements AutoCloseable {
    private static final int FIRST = 8;
    private static final int FEWEST = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(3);

    private final Duration patience;
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "pilab-places");
        thread.setDaemon(true);
        return thread;
    });
    private int limit = FIRST;
    private int taken;

    Places() {
        this(PATIENCE);
    }

    /** @param patience after which a place is given to the next host */
    Places(Duration patience) {
        this.patience = patience;
    }

    /** Does the work of one host when there is a place; an interrupted thread does it at once, and so ends early. */
    <T> T during(Supplier<T> work) {
        AtomicBoolean held = new AtomicBoolean(take());
        ScheduledFuture<?> timeout = timer.schedule(() -> giveBack(held), patience.toMillis(), TimeUnit.MILLISECONDS);
        try {
            T done = work.get();
            if (timeout.cancel(false) && held.get()) {
                grow();
            }
            return done;
        } finally {
            timeout.cancel(false);
            giveBack(held);
        }
    }

    /** One host failed. */
    synchronized void failed(RuntimeException why) {
        if (why instanceof RemoteException remote && remote.passing()) {
            limit = Math.max(FEWEST, limit / 2);
        }
    }

    synchronized int limit() {
        return limit;
    }

    @Override
    public void close() {
        timer.shutdownNow();
    }

    private synchronized void grow() {
        limit++;
        notifyAll();
    }

    private synchronized boolean take() {
        try {
            while (taken >= limit) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
        taken++;
        return true;
    }

    private void giveBack(AtomicBoolean held) {
        if (held.getAndSet(false)) {
            synchronized (this) {
                taken--;
                notifyAll();
            }
        }
    }
}
