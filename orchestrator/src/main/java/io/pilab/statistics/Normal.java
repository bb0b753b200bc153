package io.pilab.statistics;

/** The normal distribution. */
final class Normal {
    private Normal() {}

    /** The chance of more than so many standard deviations above the mean; off by 1.5e-7 at most (Abramowitz and Stegun, 7.1.26). */
    static double above(double deviations) {
        double x = Math.abs(deviations) / Math.sqrt(2);
        double t = 1 / (1 + 0.3275911 * x);
        double polynomial =
                t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))));
        double tail = polynomial * Math.exp(-x * x) / 2;
        return deviations >= 0 ? tail : 1 - tail;
    }

    /** How many standard deviations above the mean that chance lies beyond. */
    static double quantile(double chance) {
        double low = -10;
        double high = 10;
        while (high - low > 1e-9) {
            double middle = (low + high) / 2;
            if (above(middle) > chance) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return low;
    }
}
