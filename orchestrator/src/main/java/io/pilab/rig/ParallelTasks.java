package io.pilab.rig;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs a task for many items in parallel. */
final class ParallelTasks {
    /** The work is done by other processes and is mostly waiting. */
    private static final int WORKERS = Math.max(4, 2 * Runtime.getRuntime().availableProcessors());

    private ParallelTasks() {}

    static <T> void each(Collection<T> items, Consumer<T> action) {
        map(items, item -> {
            action.accept(item);
            return item;
        });
    }

    /** The results in the order of the items. Waits for all, then throws the first failure with the others suppressed. */
    static <T, R> List<R> map(Collection<T> items, Function<T, R> function) {
        ExecutorService pool = Executors.newFixedThreadPool(WORKERS);
        try {
            List<Callable<R>> tasks = new ArrayList<>();
            items.forEach(item -> tasks.add(() -> function.apply(item)));
            return results(pool.invokeAll(tasks));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException(RigException.RigFailure.BROKEN, "interrupted", e);
        } finally {
            pool.shutdownNow();
        }
    }

    private static <R> List<R> results(List<Future<R>> futures) throws InterruptedException {
        List<R> results = new ArrayList<>();
        List<RuntimeException> failures = new ArrayList<>();
        for (Future<R> future : futures) {
            try {
                results.add(future.get());
            } catch (ExecutionException e) {
                failures.add(e.getCause() instanceof RuntimeException r ? r : new IllegalStateException(e.getCause()));
            }
        }
        if (!failures.isEmpty()) {
            RuntimeException first = failures.get(0);
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
        return results;
    }
}
