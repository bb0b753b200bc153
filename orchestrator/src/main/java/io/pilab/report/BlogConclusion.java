package io.pilab.report;

import io.pilab.metrics.Bounds;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.Measure;
import io.pilab.metrics.Recovery.Reference;
import io.pilab.statistics.BoundedSpread;
import io.pilab.statistics.PairedComparison;
import io.pilab.statistics.PairedFigures;
import io.pilab.statistics.Proportion;
import io.pilab.statistics.Spread;
import io.pilab.verdict.TrialResult;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * What the figures of a run say of the blog's conclusion: that MPTCP gives resilience, and no bandwidth on one network. With
 * repeats each arm is judged by all of its trials.
 */
record BlogConclusion(List<Claim> findings) {
    private static final double PERCENT = 90;

    /** Times plain TCP's rate: less than this is no gain, since repeats of one arm differ by some percent. */
    private static final double GAIN = 1.1;

    /**
     * One thing that the conclusion rests on.
     *
     * @param text with the figures
     * @param holds empty: undetermined
     */
    private record Claim(String text, Optional<Boolean> holds) {}

    static BlogConclusion of(BlogArms arms) {
        return new BlogConclusion(
                List.of(survival(arms.mptcp()), recovery(arms.mptcp()), plainTcp(arms.tcp()), gain(arms)));
    }

    /** A sentence each; without repeats they fit a terminal of 80 columns. */
    List<String> sentences() {
        return Stream.concat(findings.stream().map(Claim::text), Stream.of(verdict()))
                .toList();
    }

    private String verdict() {
        String conclusion = " the blog's conclusion, resilience and not bandwidth.";
        if (findings.stream().anyMatch(f -> f.holds().equals(Optional.of(false)))) {
            return "This run does not support" + conclusion;
        }
        return findings.stream().allMatch(f -> f.holds().isPresent())
                ? "This run supports" + conclusion
                : "This run leaves open" + conclusion;
    }

    private static Claim survival(List<TrialResult> mptcp) {
        Optional<Boolean> survived = survived(mptcp);
        return new Claim(
                survived.map(s -> s
                                ? "MPTCP survived" + times(mptcp) + stall(mptcp) + "."
                                : "MPTCP did not survive" + times(mptcp) + ".")
                        .orElse("Whether MPTCP survives is not known."),
                survived);
    }

    private static Claim recovery(List<TrialResult> mptcp) {
        Optional<Bounds> back = median(mptcp, m -> Measure.recovery(m, PERCENT, Reference.BASELINE));
        String blog = " (blog: within " + Figures.plain(BlogFigures.BACK_WITHIN) + " s).";
        if (back.isEmpty()) {
            return new Claim("Its recovery is not known.", Optional.empty());
        }
        Bounds after = back.get();
        if (Double.isInfinite(after.high())) {
            return new Claim(
                    "It was not back to 90% of its rate within " + Figures.fixed(after.low(), 2) + " s" + blog,
                    Optional.of(false).filter(no -> after.above(BlogFigures.BACK_WITHIN)));
        }
        return new Claim(
                "It was back to 90% of its rate after " + Figures.bounds(after) + blog,
                after.atMost(BlogFigures.BACK_WITHIN)
                        ? Optional.of(true)
                        : Optional.of(false).filter(no -> after.above(BlogFigures.BACK_WITHIN)));
    }

    private static Claim plainTcp(List<TrialResult> tcp) {
        Optional<Boolean> survived = survived(tcp);
        String who = "Plain TCP" + over(tcp);
        return new Claim(
                survived.map(s -> s
                                ? who + " survived as well" + times(tcp) + stall(tcp) + "."
                                : who + " did not come back" + times(tcp) + stall(tcp) + ".")
                        .orElse("Whether plain TCP survives is not known."),
                survived.map(s -> !s));
    }

    private static Claim gain(BlogArms arms) {
        Optional<PairedComparison> before = against(Measure.BASELINE, arms);
        Optional<PairedComparison> mean = against(Measure.THROUGHPUT, arms);
        if (before.isPresent() && mean.isPresent()) {
            return gain(before.get(), mean.get(), over(arms.wired()));
        }
        Optional<Double> with = baseline(arms.mptcp());
        Optional<Double> without = baseline(arms.reference()).filter(b -> b > 0);
        if (with.isEmpty() || without.isEmpty()) {
            return new Claim("Whether MPTCP is faster is not known.", Optional.empty());
        }
        double ratio = with.get() / without.get();
        return new Claim(
                "Before the fault MPTCP had " + Figures.fixed(ratio, 2) + " times plain TCP's rate"
                        + (ratio < GAIN ? ", which is no gain." : ": its paths add up."),
                Optional.of(ratio < GAIN));
    }

    /** Of enough repeats, with plain TCP over the interface that stays. */
    private static Optional<PairedComparison> against(Measure measure, BlogArms arms) {
        PairedFigures pairs = arms.againstWired(measure);
        return pairs.first().size() < PairedComparison.LEAST
                ? Optional.empty()
                : Optional.of(PairedComparison.paired(pairs.first(), pairs.second(), true));
    }

    private static Claim gain(PairedComparison before, PairedComparison mean, String over) {
        Bounds interval = before.interval().orElseThrow();
        double low = Math.exp(interval.low());
        double high = Math.exp(interval.high());
        Optional<Boolean> none =
                high < GAIN ? Optional.of(true) : Optional.of(false).filter(no -> low >= GAIN);
        String text = "Before the fault MPTCP had " + times(before) + " times the rate of plain TCP" + over
                + none.map(n -> n ? ", which is no gain." : ": its paths add up.")
                        .orElse(".")
                + " Over the ten seconds it had " + times(mean) + " (blog: " + BlogFigures.RATIO + ").";
        return new Claim(text, none);
    }

    /** {@code 0.93 (0.92 to 0.94)}. */
    private static String times(PairedComparison comparison) {
        Bounds interval = comparison.interval().orElseThrow();
        return ratio(comparison.estimate()) + " (" + ratio(interval.low()) + " to " + ratio(interval.high()) + ")";
    }

    private static String ratio(double logarithm) {
        return Figures.fixed(Math.exp(logarithm), 2);
    }

    /** Whether all of them did, or none; else, and where it is not known of one, empty. */
    private static Optional<Boolean> survived(List<TrialResult> trials) {
        List<Optional<Boolean>> each =
                trials.stream().map(t -> t.metrics().survived()).distinct().toList();
        return each.size() == 1 ? each.get(0) : Optional.empty();
    }

    /** With repeats how often, and what that says of all. */
    private static String times(List<TrialResult> trials) {
        int n = trials.size();
        return n == 1
                ? ""
                : " in " + n + " of " + n + " (at least "
                        + Figures.fixed(Math.floor(100 * Proportion.atLeast(n, n, PairedComparison.OUTSIDE)), 0)
                        + "% of all)";
    }

    private static String stall(List<TrialResult> trials) {
        return median(trials, FailoverMetrics::longestStall)
                .map(s -> ", with a stall of " + Figures.bounds(s))
                .orElse("");
    }

    private static String over(List<TrialResult> trials) {
        return trials.stream()
                .findFirst()
                .map(t -> " over " + t.path().clientInterface())
                .orElse("");
    }

    private static Optional<Double> baseline(List<TrialResult> trials) {
        return Spread.of(trials.stream()
                        .flatMap(t -> t.metrics().baseline().stream())
                        .toList())
                .map(Spread::median);
    }

    /** The medians of the lower and of the upper bounds; empty unless every trial has them. */
    private static Optional<Bounds> median(
            List<TrialResult> trials, Function<FailoverMetrics, Optional<Bounds>> figure) {
        List<Bounds> all =
                trials.stream().flatMap(t -> figure.apply(t.metrics()).stream()).toList();
        if (all.size() < trials.size()) {
            return Optional.empty();
        }
        return BoundedSpread.of(all).map(BoundedSpread::median);
    }
}
