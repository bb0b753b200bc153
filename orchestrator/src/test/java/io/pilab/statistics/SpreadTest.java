package io.pilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.metrics.Bounds;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SpreadTest {
    @Test
    void figuresOverRepeats() {
        assertThat(Spread.of(List.of())).isEmpty();
        assertThat(Spread.of(List.of(3.0, 1.0, 2.0, 9.0))).contains(new Spread(4, 2.5, 1, 9, Optional.empty()));
        assertThat(Spread.of(List.of(5.0, 1.0, 2.0, 9.0, 7.0)).orElseThrow().confidence())
                .as("too few repeats")
                .isEmpty();
        // Order statistics of the median (Conover): n = 6 takes the extremes, n = 9 the 2nd and the 8th.
        assertThat(Spread.of(List.of(6.0, 1.0, 2.0, 3.0, 5.0, 4.0))
                        .orElseThrow()
                        .confidence())
                .contains(new Bounds(1, 6));
        assertThat(Spread.of(List.of(9.0, 8.0, 7.0, 6.0, 5.0, 4.0, 3.0, 2.0, 1.0))
                        .orElseThrow()
                        .confidence())
                .contains(new Bounds(2, 8));
    }
}
