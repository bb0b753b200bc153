package io.pilab.statistics;

/** What so many successes of so many trials say. */
public final class Proportion {
    private static final int HALVINGS = 60;

    private Proportion() {}

    /**
     * The share of successes is at least so much (Clopper and Pearson, one-sided).
     *
     * @param outside the chance that it is less, at most
     */
    public static double atLeast(int successes, int trials, double outside) {
        if (successes == 0) {
            return 0;
        }
        double low = 0;
        double high = 1;
        for (int i = 0; i < HALVINGS; i++) {
            double middle = (low + high) / 2;
            if (tail(successes, trials, middle) > outside) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return low;
    }

    /**
     * Whether two shares differ that were seen in pairs (McNemar, exact); two-sided.
     *
     * @param onlyFirst the pairs in which only the first one succeeded
     */
    public static double paired(int onlyFirst, int onlySecond) {
        return Math.min(1, 2 * tail(Math.max(onlyFirst, onlySecond), onlyFirst + onlySecond, 0.5));
    }

    /** The chance of so many successes at least. */
    private static double tail(int successes, int trials, double share) {
        double sum = 0;
        for (int k = successes; k <= trials; k++) {
            double log = logChoose(trials, k);
            log += k == 0 ? 0 : k * Math.log(share);
            log += k == trials ? 0 : (trials - k) * Math.log1p(-share);
            sum += Math.exp(log);
        }
        return sum;
    }

    private static double logChoose(int n, int k) {
        double sum = 0;
        for (int i = 1; i <= k; i++) {
            sum += Math.log((double) (n - k + i) / i);
        }
        return sum;
    }
}
