package io.pilab.time;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
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

    /** Waits for the result of a task; empty when it takes longer than that, or fails. */
    public static <T> Optional<T> result(Future<T> task, Duration limit) {
        return call(() -> {
            try {
                return Optional.of(task.get(limit.toNanos(), TimeUnit.NANOSECONDS));
            } catch (TimeoutException | ExecutionException e) {
                return Optional.empty();
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
    }

    /** Does work without a result in the same way. */
    public static void run(Runnable work) {
        call(() -> {
            work.run();
            return true;
        });
    }
}
