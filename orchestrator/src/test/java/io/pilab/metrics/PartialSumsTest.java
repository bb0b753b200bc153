package io.pilab.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class PartialSumsTest {
    /** Large and small, so that a plain running sum would lose the small ones. */
    @Test
    void everyPartIsTheTrueSumRounded() {
        double[] values =
                new Random(1).doubles(60, 0, 1).map(v -> v < 0.2 ? v * 1e12 : v).toArray();
        PartialSums sums = new PartialSums(values);
        for (int from = 0; from <= values.length; from++) {
            for (int to = from; to <= values.length; to++) {
                BigDecimal exact = Arrays.stream(values, from, to)
                        .mapToObj(BigDecimal::new)
                        .reduce(BigDecimal.ZERO, BigDecimal::add);
                assertThat(sums.between(from, to)).isEqualTo(exact.doubleValue());
            }
        }
    }
}
