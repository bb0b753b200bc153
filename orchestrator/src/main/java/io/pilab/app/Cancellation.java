package io.pilab.app;

import java.util.function.Supplier;

/** Ends work from outside: what is begun is ended in order, and hosts are restored. */
public final class Cancellation {
    private Thread worker;
    private boolean cancelled;

    /** May be called by any thread, before the work or during it, and more than once. */
    public synchronized void cancel() {
        cancelled = true;
        if (worker != null) {
            worker.interrupt();
        }
    }

    /** Whether it was cancelled; nothing more is begun then. */
    public synchronized boolean cancelled() {
        return cancelled;
    }

    /** Does work that {@link #cancel} interrupts. */
    <T> T during(Supplier<T> work) {
        begin();
        try {
            return work.get();
        } finally {
            end();
        }
    }

    private synchronized void begin() {
        worker = Thread.currentThread();
        if (cancelled) {
            worker.interrupt();
        }
    }

    private synchronized void end() {
        worker = null;
    }
}
