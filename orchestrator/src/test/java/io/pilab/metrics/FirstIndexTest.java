package io.pilab.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

final class FirstIndexTest {
    @Test
    void theFirstIsFoundInFewSteps() {
        for (int size : new int[] {0, 1, 2, 7, 1000}) {
            for (int first = 0; first <= size; first++) {
                int wanted = first;
                AtomicInteger steps = new AtomicInteger();
                assertThat(FirstIndex.of(size, i -> steps.incrementAndGet() > 0 && i >= wanted))
                        .isEqualTo(first);
                assertThat(steps.get()).isLessThanOrEqualTo(10);
            }
        }
    }
}
