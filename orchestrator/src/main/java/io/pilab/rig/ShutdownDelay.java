package io.pilab.rig;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Delays the JVM's end until work in progress is finished or taken back. */
final class ShutdownDelay implements AutoCloseable {
    private static final long LIMIT_SECONDS = 60;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook = new Thread(this::delay, "pilab-rig-shutdown");
    private volatile boolean stopping;

    private ShutdownDelay() {}

    static ShutdownDelay begin() {
        ShutdownDelay delay = new ShutdownDelay();
        try {
            Runtime.getRuntime().addShutdownHook(delay.hook);
        } catch (IllegalStateException e) {
            delay.stopping = true; // another hook delays the JVM's end, and has this one clean up
        }
        return delay;
    }

    /** Throws once the JVM is shutting down. */
    void check() {
        if (stopping) {
            throw new RigException(RigException.RigFailure.BROKEN, "interrupted");
        }
    }

    private void delay() {
        stopping = true;
        try {
            if (!finished.await(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("pilab: the rig is in an unknown state; run: pilab rig down");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        finished.countDown();
        if (!stopping) {
            try {
                Runtime.getRuntime().removeShutdownHook(hook);
            } catch (IllegalStateException e) {
                // the JVM began to shut down at this moment; the hook finds the work finished
            }
        }
    }
}
