package io.pilab.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ParallelTest {
    @Test
    void soManyAtOnceAndNoMore() {
        CyclicBarrier three = new CyclicBarrier(3); // opens only if three are at work together
        AtomicInteger atWork = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        List<Integer> items = IntStream.range(0, 12).boxed().toList();

        List<Integer> doubled = Parallel.map(3, items, i -> {
            most.accumulateAndGet(atWork.incrementAndGet(), Math::max);
            try {
                three.await(20, TimeUnit.SECONDS);
            } catch (Exception e) {
                throw new IllegalStateException(e);
            }
            atWork.decrementAndGet();
            return 2 * i;
        });

        assertThat(doubled)
                .containsExactlyElementsOf(items.stream().map(i -> 2 * i).toList());
        assertThat(most).hasValue(3);
    }
}
