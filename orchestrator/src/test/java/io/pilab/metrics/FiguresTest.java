package io.pilab.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Locale;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How figures are written. */
final class FiguresTest {
    @ParameterizedTest
    @CsvSource({
        "0.0005, 3, 0.001",
        "-0.0005, 3, -0.001",
        "-0.0004, 3, 0.000",
        "-0.4, 0, 0",
        "2.675, 2, 2.68",
        "1e9, 0, 1000000000",
        "NaN, 2, NaN",
        "-Infinity, 1, -Infinity"
    })
    void aFixedFigureIsRoundedHalfUpAndNeverMinusZero(double value, int decimals, String text) {
        assertThat(Figures.fixed(value, decimals)).isEqualTo(text);
    }

    @Test
    void itHasTheDigitsOfJavasOwnFormat() {
        Random random = new Random(1);
        for (int i = 0; i < 1000; i++) {
            double value = Math.pow(10, random.nextInt(18) - 6) * random.nextDouble();
            for (int decimals : new int[] {0, 1, 2, 3, 6}) {
                assertThat(Figures.fixed(value, decimals))
                        .isEqualTo(String.format(Locale.ROOT, "%." + decimals + "f", value));
            }
        }
    }
}
