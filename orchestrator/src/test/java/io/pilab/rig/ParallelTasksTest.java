package io.pilab.rig;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;

class ParallelTasksTest {
    @Test
    void keepsTheOrder() {
        assertThat(ParallelTasks.map(List.of(3, 1, 2), n -> n * 10)).containsExactly(30, 10, 20);
    }

    @Test
    void finishesTheOthersAndThrowsTheFirstFailureWithTheRestInIt() {
        Set<Integer> done = ConcurrentHashMap.newKeySet();

        assertThatThrownBy(() -> ParallelTasks.each(List.of(1, 2, 3, 4), n -> {
                    done.add(n);
                    if (n % 2 == 0) {
                        throw new IllegalStateException("no " + n);
                    }
                }))
                .hasMessage("no 2")
                .satisfies(e -> assertThat(e.getSuppressed()).hasSize(1));
        assertThat(done).containsExactlyInAnyOrder(1, 2, 3, 4);
    }
}
