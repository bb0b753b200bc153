package io.pilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MannWhitneyTest {
    @Test
    void allOfTheSecondGroupAboveIsOneChoiceOfAll() {
        assertThat(MannWhitney.of(new double[] {1, 2, 3}, new double[] {4, 5, 6}))
                .isEqualTo(new MannWhitney(1 / 20.0, 1));
        assertThat(MannWhitney.of(new double[] {4, 5, 6}, new double[] {1, 2, 3}))
                .isEqualTo(new MannWhitney(1, 1 / 20.0));
    }

    @Test
    void alikeIsNoDifference() {
        assertThat(MannWhitney.of(new double[] {1, 1}, new double[] {1, 1, 1})).isEqualTo(new MannWhitney(1, 1));
    }

    @ParameterizedTest
    @CsvSource({"2, 3", "4, 4", "5, 3"})
    void itIsWhatCountingAllChoicesGives(int first, int second) {
        Random random = new Random(first * 10L + second);
        for (int round = 0; round < 30; round++) {
            double[] all = random.doubles(first + second, 0, 4).map(Math::rint).toArray();
            MannWhitney exact = MannWhitney.of(Arrays.copyOf(all, first), Arrays.copyOfRange(all, first, all.length));
            assertThat(exact.greater()).isCloseTo(counted(all, first, 1), within(1e-12));
            assertThat(exact.less()).isCloseTo(counted(all, first, -1), within(1e-12));
        }
    }

    private static double counted(double[] all, int first, int direction) {
        int observed = wins(all, ((1 << all.length) - 1) >> first << first);
        int reached = 0;
        int choices = 0;
        for (int chosen = 0; chosen < 1 << all.length; chosen++) {
            if (Integer.bitCount(chosen) == all.length - first) {
                choices++;
                reached += direction * wins(all, chosen) >= direction * observed ? 1 : 0;
            }
        }
        return (double) reached / choices;
    }

    /** Twice the number of pairs in which the chosen one is larger, less those in which it is smaller. */
    private static int wins(double[] all, int chosen) {
        int wins = 0;
        for (int i = 0; i < all.length; i++) {
            for (int j = 0; j < all.length; j++) {
                boolean pair = (chosen >> i & 1) == 1 && (chosen >> j & 1) == 0;
                wins += pair ? (int) Math.signum(all[i] - all[j]) : 0;
            }
        }
        return wins;
    }

    @Test
    void theApproximationForManyValuesIsClose() {
        Random random = new Random(3);
        double[] first = random.doubles(30, 0, 30).map(Math::rint).toArray();
        double[] second = random.doubles(30, 5, 35).map(Math::rint).toArray();
        MannWhitney exact = MannWhitney.of(first, second);

        MannWhitney approximate = MannWhitney.approximate(first, second);

        assertThat(exact.greater()).isBetween(0.0001, 0.3);
        assertThat(approximate.greater()).isCloseTo(exact.greater(), within(0.003));
        assertThat(approximate.less()).isCloseTo(exact.less(), within(0.003));
        assertThat(MannWhitney.of(new double[150], new double[150])).isEqualTo(new MannWhitney(1, 1));
    }
}
