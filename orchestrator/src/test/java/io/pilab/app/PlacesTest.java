package io.pilab.app;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.remote.Eventually;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PlacesTest {
    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger begun = new AtomicInteger();
    private final CountDownLatch gate = new CountDownLatch(1);

    @AfterEach
    void stop() {
        gate.countDown();
        threads.shutdownNow();
    }

    private List<Future<Boolean>> hosts(Places places, int count) {
        List<Future<Boolean>> all = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            all.add(threads.submit(() -> places.during(() -> {
                begun.incrementAndGet();
                return awaited();
            })));
        }
        return all;
    }

    private boolean awaited() {
        try {
            gate.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Test
    void eightBeginAndThoseThatAreInTimeMakePlace() throws Exception {
        try (Places places = new Places(Duration.ofMinutes(5))) {
            List<Future<Boolean>> all = hosts(places, 20);
            Eventually.eventually("eight have begun", () -> begun.get() == 8);
            Thread.sleep(50);
            assertThat(begun).hasValue(8);

            gate.countDown();
            for (Future<Boolean> one : all) {
                assertThat(one.get()).isTrue();
            }
            assertThat(places.limit()).isEqualTo(28);
        }
    }

    @Test
    void hostsThatHangCostTheOthersNothing() {
        try (Places places = new Places(Duration.ofMillis(20))) {
            hosts(places, 40);

            Eventually.eventually("all have begun", () -> begun.get() == 40);
            assertThat(places.limit()).isEqualTo(8);
        }
    }

    @Test
    void oneThatCannotBeReachedHalvesThem() {
        try (Places places = new Places()) {
            RemoteException unreachable = new RemoteException("h1", RemoteFailure.UNREACHABLE, "no route");
            places.failed(unreachable);
            assertThat(places.limit()).isEqualTo(4);
            places.failed(unreachable);
            assertThat(places.limit()).isEqualTo(4);
            places.failed(new IllegalStateException("of its own"));
            assertThat(places.limit()).isEqualTo(4);
        }
    }

    @Test
    void anInterruptedHostDoesNotWaitForAPlace() throws Exception {
        try (Places places = new Places(Duration.ofMinutes(5))) {
            hosts(places, 8);
            Eventually.eventually("eight have begun", () -> begun.get() == 8);

            Future<Boolean> ninth = hosts(places, 1).get(0);
            Thread.sleep(50);
            threads.shutdownNow();

            assertThat(ninth.get()).isFalse();
        }
    }
}
