package io.pilab.time;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;

/** What has to come to its end although the operator has pressed Ctrl-C, or presses it now: putting things back. */
public final class Uninterrupted {
    private Uninterrupted() {}

    /** Does the work on a thread that nobody interrupts; an interrupt that comes meanwhile is kept for afterwards. */
    public static <T> T call(Supplier<T> work) {
        FutureTask<T> task = new FutureTask<>(work::get);
        new Thread(task, "uninterrupted").start();
        boolean interrupted = Thread.interrupted();
        try {
            while (true) {
                try {
                    return task.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException known ? known : new IllegalStateException(e.getCause());
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    /** Likewise, without a result. */
    public static void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }
}
