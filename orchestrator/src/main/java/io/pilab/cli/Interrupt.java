package io.pilab.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** On Ctrl-C or SIGTERM, cancels the work and delays the JVM's end until {@link #close()} is called. */
final class Interrupt implements AutoCloseable {
    /** A restore takes seconds. After that the hosts' own dead man's switches restore them. */
    private static final long PATIENCE_SECONDS = 180;

    private final CountDownLatch finished = new CountDownLatch(1);
    private final Thread hook;

    /** @param cancel reports the interrupt and cancels the work */
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
            // The JVM is ending already, and the hook has just been released.
            return;
        }
    }

    private void await() {
        try {
            if (!finished.await(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("pilab: stopped waiting; each host's dead man's switch restores it");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
