package io.pilab.rig;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Lets what has begun come to its end, or be taken back, when the JVM is told to stop meanwhile. */
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
            delay.stopping = true; // somebody else holds the JVM's end back, and has us clean up
        }
        return delay;
    }

    /** Throws once the JVM has been told to stop. */
    void check() {
        if (stopping) {
            throw new RigException(RigException.Kind.BROKEN, "interrupted");
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
                // the JVM began to stop this very moment; the hook finds us finished
            }
        }
    }
}
