package io.pilab.report;

import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.Recovery;
import io.pilab.metrics.Recovery.Reference;
import io.pilab.verdict.TrialResult;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** What the figures of a run say of the blog's conclusion: that MPTCP gives resilience, and no bandwidth on one network. */
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

    static BlogConclusion of(Optional<TrialResult> mptcp, Optional<TrialResult> tcp) {
        Optional<FailoverMetrics> one = mptcp.map(TrialResult::metrics);
        Optional<FailoverMetrics> other = tcp.map(TrialResult::metrics);
        String over = tcp.map(t -> " over " + t.path().clientInterface()).orElse("");
        return new BlogConclusion(List.of(survival(one), recovery(one), plainTcp(other, over), gain(one, other)));
    }

    /** A line each, which fit a terminal of 80 columns. */
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

    private static Claim survival(Optional<FailoverMetrics> mptcp) {
        Optional<Boolean> survived = mptcp.flatMap(FailoverMetrics::survived);
        return new Claim(
                survived.map(s -> s ? "MPTCP survived" + stall(mptcp) + "." : "MPTCP did not survive.")
                        .orElse("Whether MPTCP survives is not known."),
                survived);
    }

    private static Claim recovery(Optional<FailoverMetrics> mptcp) {
        Optional<Recovery> recovery = mptcp.flatMap(m -> m.recovery(PERCENT, Reference.BASELINE))
                .filter(r -> r.reference().isPresent());
        if (recovery.isEmpty()) {
            return new Claim("Its recovery is not known.", Optional.empty());
        }
        String blog = " (blog: within " + Figures.plain(BlogFigures.BACK_WITHIN) + " s).";
        return recovery.get()
                .after()
                .map(a -> new Claim(
                        "It was back to 90% of its rate after " + Figures.bounds(a) + blog,
                        a.high() <= BlogFigures.BACK_WITHIN
                                ? Optional.of(true)
                                : Optional.of(false).filter(no -> a.low() > BlogFigures.BACK_WITHIN)))
                .orElseGet(() -> new Claim(
                        "It was not back to 90% of its rate within "
                                + Figures.fixed(recovery.get().watched(), 2) + " s" + blog,
                        Optional.of(false).filter(no -> recovery.get().watched() > BlogFigures.BACK_WITHIN)));
    }

    private static Claim plainTcp(Optional<FailoverMetrics> tcp, String over) {
        Optional<Boolean> survived = tcp.flatMap(FailoverMetrics::survived);
        return new Claim(
                survived.map(s -> s
                                ? "Plain TCP" + over + " survived as well" + stall(tcp) + "."
                                : "Plain TCP" + over + " did not come back" + stall(tcp) + ".")
                        .orElse("Whether plain TCP survives is not known."),
                survived.map(s -> !s));
    }

    private static String stall(Optional<FailoverMetrics> metrics) {
        return metrics.flatMap(FailoverMetrics::longestStall)
                .map(s -> ", with a stall of " + Figures.bounds(s))
                .orElse("");
    }

    private static Claim gain(Optional<FailoverMetrics> mptcp, Optional<FailoverMetrics> tcp) {
        Optional<Double> with = mptcp.flatMap(FailoverMetrics::baseline);
        Optional<Double> without = tcp.flatMap(FailoverMetrics::baseline).filter(b -> b > 0);
        if (with.isEmpty() || without.isEmpty()) {
            return new Claim("Whether MPTCP is faster is not known.", Optional.empty());
        }
        double ratio = with.get() / without.get();
        return new Claim(
                "Before the fault MPTCP had " + Figures.fixed(ratio, 2) + " times plain TCP's rate"
                        + (ratio < GAIN ? ", which is no gain." : ": its paths add up."),
                Optional.of(ratio < GAIN));
    }
}
