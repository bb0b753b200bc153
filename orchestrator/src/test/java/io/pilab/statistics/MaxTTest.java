package io.pilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;

class MaxTTest {
    @Test
    void oneFigureAloneIsATestOfItsSigns() {
        double[][] all = {{1, 2, 3, 4, 5, 6}};
        assertThat(MaxT.adjusted(all, 1)).containsExactly(2 / 64.0);
    }

    @Test
    void figuresThatGoTogetherCostNothing() {
        double[][] twice = {{1, 2, 3, 4, 5, 6}, {2, 4, 6, 8, 10, 12}};
        assertThat(MaxT.adjusted(twice, 1)).containsExactly(2 / 64.0, 2 / 64.0);
    }

    @Test
    void aFigureWithoutADifferenceIsNone() {
        double[] p = MaxT.adjusted(new double[][] {{0, 0, 0, 0, 0, 0}, {1, 1, 1, 1, 1, 1}}, 1);
        assertThat(p[0]).isEqualTo(1);
        assertThat(p[1]).isEqualTo(2 / 64.0);
        assertThat(MaxT.adjusted(new double[0][], 1)).isEmpty();
    }

    @Test
    void whatIsInfiniteCountsAsALargeDifference() {
        double endless = Double.POSITIVE_INFINITY;
        assertThat(MaxT.adjusted(new double[][] {{endless, endless, endless, endless, endless, endless}}, 1))
                .containsExactly(2 / 64.0);
    }

    @Test
    void drawnFlipsComeCloseToAllOfThem() {
        double[][] twelve = {new Random(5).doubles(12, -1, 2).toArray()};
        double exact = MaxT.adjusted(twelve, 1)[0];
        double[][] more = {Arrays.copyOf(twelve[0], 13)}; // a zero, which no flip changes
        assertThat(MaxT.adjusted(more, 1)[0]).isCloseTo(exact, within(0.01));
    }

    /** Of four figures without any difference one comes out as different in 5 % of the cases, not in 20. */
    @Test
    void theChanceHoldsForAllFiguresTogether() {
        Random random = new Random(11);
        int wrong = 0;
        for (int round = 0; round < 1000; round++) {
            double[][] figures = new double[4][8];
            for (double[] figure : figures) {
                Arrays.setAll(figure, i -> random.nextGaussian());
            }
            wrong += Arrays.stream(MaxT.adjusted(figures, 1)).min().orElse(1) <= 0.05 ? 1 : 0;
        }
        assertThat(wrong).isBetween(20, 75);
    }
}
