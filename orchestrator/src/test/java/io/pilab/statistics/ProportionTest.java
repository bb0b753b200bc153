package io.pilab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ProportionTest {
    /** For all of n it is the n-th root of the chance; the others are from the tables of Clopper and Pearson. */
    @ParameterizedTest
    @CsvSource({"10, 10, 0.7411", "6, 6, 0.6070", "0, 10, 0", "9, 10, 0.6058", "5, 10, 0.2224", "1, 1, 0.05"})
    void atLeast(int successes, int trials, double share) {
        assertThat(Proportion.atLeast(successes, trials, 0.05)).isCloseTo(share, within(0.0001));
    }

    @Test
    void pairsThatDisagree() {
        assertThat(Proportion.paired(10, 0)).isCloseTo(2 / 1024.0, within(1e-12));
        assertThat(Proportion.paired(5, 5)).isEqualTo(1);
        assertThat(Proportion.paired(0, 0)).isEqualTo(1);
        // 8 or more of 10: 56 of 1024, and the other side
        assertThat(Proportion.paired(2, 8)).isCloseTo(112 / 1024.0, within(1e-12));
    }
}
