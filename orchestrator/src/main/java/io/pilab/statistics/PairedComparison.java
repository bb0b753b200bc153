package io.pilab.statistics;

import io.pilab.metrics.Bounds;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * A figure of two arms, compared by blocks. Of rates all values but the resolution are natural logarithms, so that a
 * difference of them is a ratio.
 *
 * @param differences of each block: the second arm's middle less the first one's
 * @param estimate of the shift (Hodges and Lehmann)
 * @param interval of the estimate, 95 %; empty: too few blocks
 * @param bounds of the estimate, as far as the figures themselves are only known within bounds
 * @param resolution how far apart the bounds of a figure are, the median
 * @param chance of differences so far from none, if there were none: the exact signed-rank test, two-sided
 */
public record PairedComparison(
        List<Double> differences,
        double estimate,
        Optional<Bounds> interval,
        Bounds bounds,
        double resolution,
        double chance) {
    /** Below this many blocks no interval of 95 % exists. */
    public static final int LEAST = 6;

    /** What a conclusion is wrong in, at most. */
    public static final double OUTSIDE = 0.05;

    private static final double ENDLESS = 1e9;

    public PairedComparison {
        differences = List.copyOf(differences);
    }

    /**
     * Compares two figures of the same blocks, one at least.
     *
     * @param ratio whether they are compared by their ratio
     */
    public static PairedComparison paired(List<Bounds> first, List<Bounds> second, boolean ratio) {
        double[] differences = differences(first, second, ratio);
        double[] low = new double[first.size()];
        double[] high = new double[first.size()];
        for (int i = 0; i < first.size(); i++) {
            Bounds a = scaled(first.get(i), ratio);
            Bounds b = scaled(second.get(i), ratio);
            low[i] = HodgesLehmann.difference(b.low(), a.high());
            high[i] = HodgesLehmann.difference(b.high(), a.low());
        }
        HodgesLehmann shift = HodgesLehmann.paired(differences, OUTSIDE);
        double least = HodgesLehmann.estimate(low);
        double most = HodgesLehmann.estimate(high);
        return new PairedComparison(
                Arrays.stream(differences).boxed().toList(),
                shift.estimate(),
                shift.interval(),
                new Bounds(Math.min(least, most), Math.max(least, most)),
                resolution(Stream.concat(first.stream(), second.stream())),
                SignedRank.of(differences).twoSided());
    }

    /** The middles of the second figures less those of the first. */
    public static double[] differences(List<Bounds> first, List<Bounds> second, boolean ratio) {
        return IntStream.range(0, first.size())
                .mapToDouble(i -> HodgesLehmann.difference(
                        middle(scaled(second.get(i), ratio)), middle(scaled(first.get(i), ratio))))
                .toArray();
    }

    /** Whether the data show that there is a difference, and of which sign: 1, -1, or 0 for undetermined. */
    public int sign() {
        return interval.map(i -> i.low() > 0 ? 1 : i.high() < 0 ? -1 : 0).orElse(0);
    }

    /**
     * The one-sided tests of a shift below and above {@code limit}.
     *
     * @param limit in the unit of the differences
     */
    public SignedRank beside(double limit) {
        return SignedRank.of(differences.stream()
                .mapToDouble(d -> HodgesLehmann.difference(d, limit))
                .toArray());
    }

    /** How many blocks would probably tell the estimate from that limit, if they spread as these do; empty: nobody knows. */
    public Optional<Integer> needed(double limit) {
        double distance = Math.abs(estimate - limit);
        double width = interval.map(i -> estimate < limit ? i.high() - estimate : estimate - i.low())
                .orElse(Double.NaN);
        double blocks = Math.ceil(differences.size() * width * width / (distance * distance));
        return blocks > differences.size() && blocks <= 1000 ? Optional.of((int) blocks) : Optional.empty();
    }

    /** So many percent of the median of some figures; of one that is infinite more than any time that was measured. */
    public static double share(double percent, List<Bounds> figures) {
        double median = Medians.of(
                figures.stream().mapToDouble(PairedComparison::middle).toArray());
        return Math.min(ENDLESS, percent / 100 * median);
    }

    /** The middle of a figure that is known within bounds; without an upper one it is infinite. */
    public static double middle(Bounds figure) {
        return figure.low() == figure.high() ? figure.low() : figure.low() / 2 + figure.high() / 2;
    }

    /** How far apart the bounds of figures are, the median. */
    public static double resolution(Stream<Bounds> figures) {
        double[] widths = figures.mapToDouble(b -> HodgesLehmann.difference(b.high(), b.low()))
                .filter(Double::isFinite)
                .toArray();
        return widths.length == 0 ? 0 : Medians.of(widths);
    }

    private static Bounds scaled(Bounds figure, boolean ratio) {
        return ratio ? new Bounds(Math.log(figure.low()), Math.log(figure.high())) : figure;
    }
}
