package io.pilab.statistics;

import java.util.Arrays;
import java.util.stream.DoubleStream;

/**
 * The Mann-Whitney test of two groups, exact: over all ways to choose which of the values are the second group's. Equal
 * values share the mean of their ranks. Beyond {@value #MOST} values, by the normal distribution with a correction for ties.
 *
 * @param greater the chance of the second group ranking at least as high, if the groups were alike
 * @param less the chance of its ranking at most as high
 */
public record MannWhitney(double greater, double less) {
    static final int MOST = 200;

    public static MannWhitney of(double[] first, double[] second) {
        if (first.length + second.length > MOST) {
            return approximate(first, second);
        }
        int[] ranks = ranks(first, second);
        int observed = Arrays.stream(ranks, first.length, ranks.length).sum();
        Tails tails = Tails.of(chances(ranks, second.length), observed);
        return new MannWhitney(tails.greater(), tails.less());
    }

    /** How likely each sum of so many of the ranks is, when all choices are equally likely. */
    static double[] chances(int[] ranks, int chosen) {
        int most = Arrays.stream(ranks).sum();
        double[][] ways = new double[chosen + 1][most + 1];
        ways[0][0] = 1;
        int reached = 0;
        for (int i = 0; i < ranks.length; i++) {
            reached += ranks[i];
            for (int count = Math.min(i + 1, chosen); count > 0; count--) {
                for (int sum = reached; sum >= ranks[i]; sum--) {
                    ways[count][sum] += ways[count - 1][sum - ranks[i]];
                }
            }
        }
        double all = Arrays.stream(ways[chosen]).sum();
        return Arrays.stream(ways[chosen]).map(w -> w / all).toArray();
    }

    static MannWhitney approximate(double[] first, double[] second) {
        int[] ranks = ranks(first, second);
        int chosen = second.length;
        int n = ranks.length;
        double mean = Arrays.stream(ranks).average().orElse(0);
        double squares =
                Arrays.stream(ranks).mapToDouble(r -> (r - mean) * (r - mean)).sum();
        double deviation = Math.sqrt(squares / n * chosen * (n - chosen) / (n - 1));
        if (deviation == 0) {
            return new MannWhitney(1, 1);
        }
        double above = Arrays.stream(ranks, first.length, n).sum() - chosen * mean;
        return new MannWhitney(Normal.above((above - 1) / deviation), Normal.above((-above - 1) / deviation));
    }

    private static int[] ranks(double[] first, double[] second) {
        return Ranks.doubled(
                DoubleStream.concat(Arrays.stream(first), Arrays.stream(second)).toArray());
    }
}
