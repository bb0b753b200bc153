package io.pilab.iperf3;

import io.pilab.iperf3.Iperf3Cache.Kept;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;

/** A build that hosts alike share: the first of them makes it, the others wait for what comes of it. */
final class SharedBuild {
    private final AtomicReference<String> builder = new AtomicReference<>("");
    private final CompletableFuture<Optional<Kept>> result = new CompletableFuture<>();

    /** Whether this host is the first, which then has to call {@link #end}, whatever happens. */
    boolean begin(String host) {
        return builder.compareAndSet("", host);
    }

    /** The host that builds. */
    String builder() {
        return builder.get();
    }

    /** The first word counts; empty: nothing came of it. */
    void end(Optional<Kept> built) {
        result.complete(built);
    }

    Optional<Kept> await() throws InterruptedException {
        try {
            return result.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
