package io.pilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SignedRankTest {
    @Test
    void allOfOneSignIsTheLeastChanceThereIs() {
        assertThat(SignedRank.of(1, 2, 3, 4, 5).greater()).isEqualTo(1 / 32.0);
        assertThat(SignedRank.of(1, 2, 3, 4, 5).twoSided()).isEqualTo(2 / 32.0);
        assertThat(SignedRank.of(-1, -2, -3, -4, -5, -6).less()).isEqualTo(1 / 64.0);
    }

    @Test
    void tiesDoNotMakeItLess() {
        assertThat(SignedRank.of(1, 1, 1, 1, 1).greater())
                .as("every sign alike: one flip of 32")
                .isEqualTo(1 / 32.0);
    }

    /** Wilcoxon's own table: with ten pairs a sum of 8 at most has the chance 25 of 1024. */
    @Test
    void theTableOfTenPairs() {
        // the negative ones have the ranks 3 and 5
        assertThat(SignedRank.of(1, 2, -3, 4, -5, 6, 7, 8, 9, 10).greater()).isEqualTo(25 / 1024.0);
    }

    @Test
    void aZeroTakesItsRankWithIt() {
        // ranks 1 (zero), 2, 3, 4: of the eight flips of the others, two reach at least 3 + 4
        assertThat(SignedRank.of(0, -2, 3, 4).greater()).isEqualTo(2 / 8.0);
        assertThat(SignedRank.of(0, 0, 0).twoSided()).isEqualTo(1);
        assertThat(SignedRank.of().twoSided()).isEqualTo(1);
    }

    @Test
    void anInfiniteDifferenceIsTheLargest() {
        double endless = Double.POSITIVE_INFINITY;
        assertThat(SignedRank.of(1, 2, endless, endless)).isEqualTo(SignedRank.of(1, 2, 50, 50));
        assertThat(SignedRank.of(1, 2, -endless, endless)).isEqualTo(SignedRank.of(1, 2, -50, 50));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 5, 8, 11})
    void itIsWhatCountingAllFlipsGives(int pairs) {
        Random random = new Random(pairs);
        for (int round = 0; round < 50; round++) {
            double[] differences = random.doubles(pairs, -4, 4).map(Math::rint).toArray();
            SignedRank exact = SignedRank.of(differences);
            assertThat(exact.greater()).isCloseTo(counted(differences, true), within(1e-12));
            assertThat(exact.less()).isCloseTo(counted(differences, false), within(1e-12));
        }
    }

    private static double counted(double[] differences, boolean greater) {
        double observed = sum(differences, differences);
        int reached = 0;
        for (int flip = 0; flip < 1 << differences.length; flip++) {
            double[] flipped = differences.clone();
            for (int i = 0; i < flipped.length; i++) {
                flipped[i] *= (flip >> i & 1) == 1 ? -1 : 1;
            }
            double sum = sum(flipped, differences);
            reached += greater ? (sum >= observed - 1e-9 ? 1 : 0) : (sum <= observed + 1e-9 ? 1 : 0);
        }
        return reached / (double) (1 << differences.length);
    }

    /** Of the positive ones' ranks, each by counting who is smaller. */
    private static double sum(double[] signed, double[] all) {
        double sum = 0;
        for (double value : signed) {
            if (value > 0) {
                for (double other : all) {
                    sum += Math.abs(other) < value ? 1 : Math.abs(other) == value ? 0.5 : 0;
                }
                sum += 0.5;
            }
        }
        return sum;
    }

    @Test
    void manyPairsAreStillExact() {
        double[] differences = new Random(7).doubles(300, -1, 1).toArray();
        SignedRank exact = SignedRank.of(differences);
        assertThat(exact.greater() + exact.less()).isBetween(1.0, 1.01);
    }
}
