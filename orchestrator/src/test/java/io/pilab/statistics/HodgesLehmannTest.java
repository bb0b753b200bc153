package io.pilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.metrics.Bounds;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HodgesLehmannTest {
    private static final double ENDLESS = Double.POSITIVE_INFINITY;

    /** The ranks of a two-sided interval of 95 % in the tables: 1, 9 and 53 for 6, 10 and 20 pairs. */
    @ParameterizedTest
    @CsvSource({"6, 1", "7, 3", "10, 9", "20, 53"})
    void theIntervalIsThatOfTheTables(int pairs, int rank) {
        double[] powers = new double[pairs];
        Arrays.setAll(powers, i -> Math.pow(3, i)); // all averages differ
        double[] walsh = new double[pairs * (pairs + 1) / 2];
        int next = 0;
        for (int i = 0; i < pairs; i++) {
            for (int j = i; j < pairs; j++) {
                walsh[next++] = powers[i] / 2 + powers[j] / 2;
            }
        }
        Arrays.sort(walsh);

        assertThat(HodgesLehmann.paired(powers, 0.05).interval())
                .contains(new Bounds(walsh[rank - 1], walsh[walsh.length - rank]));
    }

    @Test
    void fivePairsHaveNone() {
        assertThat(HodgesLehmann.paired(new double[] {1, 2, 3, 4, 5}, 0.05))
                .isEqualTo(new HodgesLehmann(3, Optional.empty()));
    }

    @Test
    void theEstimateIsTheMedianOfTheAverages() {
        // 1, 2, 9: averages 1, 1.5, 2, 5, 5.5, 9
        assertThat(HodgesLehmann.paired(new double[] {1, 9, 2}, 0.05).estimate())
                .isEqualTo(3.5);
    }

    @Test
    void whatIsInfiniteMakesTheIntervalEndless() {
        HodgesLehmann shift = HodgesLehmann.paired(new double[] {1, 1, 1, 1, 1, ENDLESS}, 0.05);
        assertThat(shift.estimate()).isEqualTo(1);
        assertThat(shift.interval()).contains(new Bounds(1, ENDLESS));
        assertThat(HodgesLehmann.paired(new double[] {ENDLESS, ENDLESS}, 0.05).estimate())
                .isEqualTo(ENDLESS);
        assertThat(HodgesLehmann.paired(new double[] {-ENDLESS, ENDLESS}, 0.05).estimate())
                .isZero();
        assertThat(HodgesLehmann.difference(ENDLESS, ENDLESS)).isZero();
    }

    @Test
    void twoGroups() {
        // differences 9, 10, 11, 8, 9, 10, 7, 8, 9
        double[] first = {1, 2, 3};
        double[] second = {10, 11, 12};
        assertThat(HodgesLehmann.unpaired(first, second, 0.05)).isEqualTo(new HodgesLehmann(9, Optional.empty()));
        assertThat(HodgesLehmann.unpaired(first, second, 0.1).interval()).contains(new Bounds(7, 11));
    }

    /** The Mann-Whitney tables: with five and five, U of 2 at most is significant at two-sided 5 %. */
    @Test
    void theIntervalOfTwoGroupsIsThatOfTheTables() {
        double[] zero = new double[5];
        double[] second = {1, 2, 3, 4, 5};
        // the third smallest of 25 differences, each of the five values five times
        assertThat(HodgesLehmann.unpaired(zero, second, 0.05).interval()).contains(new Bounds(1, 5));
        assertThat(MannWhitney.of(new double[] {1, 2, 3, 4, 6}, new double[] {5, 7, 8, 9, 10})
                        .greater())
                .isEqualTo(2 / 252.0);
    }

    /** As often as it says, also where the values are on a grid. */
    @Test
    void theIntervalHoldsTheShiftAsOftenAsItSays() {
        Random random = new Random(42);
        int held = 0;
        for (int round = 0; round < 2000; round++) {
            double[] differences = DoubleStream.generate(() -> Math.rint((0.3 + random.nextGaussian()) * 10) / 10)
                    .limit(10)
                    .toArray();
            Bounds interval = HodgesLehmann.paired(differences, 0.05).interval().orElseThrow();
            held += interval.low() <= 0.3 && 0.3 <= interval.high() ? 1 : 0;
        }
        assertThat(held).isBetween(1880, 1960);
    }
}
