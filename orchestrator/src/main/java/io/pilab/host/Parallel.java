package io.pilab.host;

import io.pilab.time.Uninterrupted;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/** Does the same for several hosts at once and waits for all of them. */
public final class Parallel {
    private Parallel() {}

    /** The answers in order. When some fail, the first failure is thrown, the others being suppressed in it. */
    public static <T, R> List<R> map(List<T> items, Function<T, R> function) {
        return map(items.size(), items, function);
    }

    /** Does it for so many at once at the most. */
    public static <T, R> List<R> map(int limit, List<T> items, Function<T, R> function) {
        ExecutorService pool = Executors.newFixedThreadPool(Math.max(1, Math.min(limit, items.size())));
        try {
            List<Future<R>> futures = new ArrayList<>();
            items.forEach(item -> futures.add(pool.submit(() -> function.apply(item))));
            return collect(futures);
        } finally {
            pool.shutdownNow();
            // Nothing of ours may still run on a host when the caller restores it.
            Uninterrupted.run(() -> awaitEnd(pool));
        }
    }

    private static void awaitEnd(ExecutorService pool) {
        try {
            if (!pool.awaitTermination(2, TimeUnit.MINUTES)) {
                throw new HostException("a host's command does not end");
            }
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static <R> List<R> collect(List<Future<R>> futures) {
        List<R> results = new ArrayList<>();
        RuntimeException failure = null;
        for (Future<R> future : futures) {
            try {
                results.add(future.get());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new HostException("interrupted");
            } catch (ExecutionException e) {
                RuntimeException next = e.getCause() instanceof RuntimeException known
                        ? known
                        : new IllegalStateException(e.getCause());
                if (failure == null) {
                    failure = next;
                } else {
                    failure.addSuppressed(next);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
        return results;
    }
}
