package io.pilab.statistics;

/**
 * Both tails of a distribution, each with what was observed in it.
 *
 * @param greater the chance of a sum at least as high
 * @param less the chance of one at most as high
 */
record Tails(double greater, double less) {
    /** @param chance of each sum, from 0 */
    static Tails of(double[] chance, int observed) {
        double greater = 0;
        double less = 0;
        for (int sum = 0; sum < chance.length; sum++) {
            greater += sum >= observed ? chance[sum] : 0;
            less += sum <= observed ? chance[sum] : 0;
        }
        return new Tails(Math.min(1, greater), Math.min(1, less));
    }
}
