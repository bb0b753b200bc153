package io.pilab.scenario;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OrderTest {
    private static final List<String> ARMS = List.of("a", "b", "c");

    @Test
    void eachBlockHasEveryArmOnceInAnOrderThatTheSeedGives() {
        List<String> trials = new Order(Order.Kind.BLOCKS, 7).of(ARMS, 20);

        assertThat(trials).hasSize(60).isEqualTo(new Order(Order.Kind.BLOCKS, 7).of(ARMS, 20));
        assertThat(trials).isNotEqualTo(new Order(Order.Kind.BLOCKS, 8).of(ARMS, 20));
        Set<String> first = new HashSet<>();
        for (int block = 0; block < 20; block++) {
            assertThat(trials.subList(3 * block, 3 * block + 3)).containsExactlyInAnyOrderElementsOf(ARMS);
            first.add(trials.get(3 * block));
        }
        assertThat(first).hasSize(3);
    }

    @Test
    void theOrderOfTheFileIsKeptInOneRepeatWithoutASeedAndWhenAskedFor() {
        assertThat(new Order(Order.Kind.BLOCKS, 7).of(ARMS, 1)).isEqualTo(ARMS);
        assertThat(Order.USUAL.of(ARMS, 2)).containsExactly("a", "b", "c", "a", "b", "c");
        assertThat(new Order(Order.Kind.SEQUENTIAL, 7).of(ARMS, 2)).containsExactly("a", "b", "c", "a", "b", "c");
    }
}
