package io.pilab.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Ctrl-C, SIGTERM: cancels what is done, and holds the JVM's end back until it has ended and called {@link #close()}. */
final class Interrupt implements AutoCloseable {
    /** A restore takes seconds; the hosts' own dead-man covers the rest. */
    private static final long PATIENCE_SECONDS = 180;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    /** @param cancel says that it is heard, and ends what is done */
    Interrupt(Runnable cancel) {
        hook = new Thread(
                () -> {
                    cancel.run();
                    await();
                },
                "interrupt");
        Runtime.getRuntime().addShutdownHook(hook);
    }

    @Override
    public void close() {
        finished.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending already; the hook has just been let go.
            return;
        }
    }

    private void await() {
        try {
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("pilab: gave up waiting; the hosts' dead-man restores them");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
