package io.pilab.statistics;

import java.util.Arrays;

/**
 * Wilcoxon's signed-rank test of paired differences, exact: over all ways to choose their signs. Equal sizes share the mean
 * of their ranks. A zero takes its rank with it (Pratt). An infinite difference is larger than every finite one.
 *
 * @param greater the chance of signed ranks at least as high, if neither sign were more likely
 * @param less the chance of signed ranks at most as high
 */
public record SignedRank(double greater, double less) {
    public static SignedRank of(double... differences) {
        int[] ranks = Ranks.doubled(Arrays.stream(differences).map(Math::abs).toArray());
        int observed = 0;
        int[] signed = new int[differences.length];
        int count = 0;
        for (int i = 0; i < differences.length; i++) {
            if (differences[i] != 0) {
                signed[count++] = ranks[i];
                observed += differences[i] > 0 ? ranks[i] : 0;
            }
        }
        Tails tails = Tails.of(chances(Arrays.copyOf(signed, count)), observed);
        return new SignedRank(tails.greater(), tails.less());
    }

    /** Without a direction. */
    public double twoSided() {
        return Math.min(1, 2 * Math.min(greater, less));
    }

    /** How likely each sum of ranks is, when each of them counts by the toss of a coin. */
    static double[] chances(int[] ranks) {
        double[] chance = new double[Arrays.stream(ranks).sum() + 1];
        chance[0] = 1;
        int reached = 0;
        for (int rank : ranks) {
            reached += rank;
            for (int sum = reached; sum >= 0; sum--) {
                chance[sum] = (chance[sum] + (sum >= rank ? chance[sum - rank] : 0)) / 2;
            }
        }
        return chance;
    }
}
