package io.pilab.report;

import io.pilab.metrics.Bounds;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.IntervalRow;
import io.pilab.metrics.Recovery;
import io.pilab.metrics.Recovery.Reference;
import io.pilab.record.IntervalSample.SubflowSample;
import io.pilab.scenario.Scenario;
import io.pilab.verdict.RunResult;
import io.pilab.verdict.TrialResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The blog's figures beside those of a run of its demo, arm by arm. */
final class BlogComparison {
    private static final List<String> NAMES = List.of(
            "before, Mbit/s",
            "dip, Mbit/s",
            "dip, of before",
            "longest stall, s",
            "back to 90%, s",
            "mean, Mbit/s",
            "retransmits");
    private static final int NAME = 20;
    private static final int COLUMN = 14;
    private static final String NONE = "-";
    private static final double PERCENT = 90;

    private final BlogArms arms;
    private final Optional<TrialResult> mptcp;
    private final Optional<TrialResult> tcp;

    private BlogComparison(BlogArms arms) {
        this.arms = arms;
        mptcp = typical(arms.mptcp());
        tcp = typical(arms.reference());
    }

    /** Nothing for another scenario, and for a run in which no trial came to a result. */
    static List<String> render(Scenario scenario, RunResult result) {
        BlogArms arms = BlogArms.of(scenario, result);
        boolean concerned = scenario.treatments().stream().allMatch(BlogFigures::concern);
        return concerned && !arms.empty() ? new BlogComparison(arms).lines() : List.of();
    }

    /** The one with the median mean rate; the lower one of two. */
    private static Optional<TrialResult> typical(List<TrialResult> trials) {
        List<TrialResult> sorted = trials.stream()
                .sorted(Comparator.comparingDouble(t -> t.metrics().meanRate()))
                .toList();
        return sorted.isEmpty() ? Optional.empty() : Optional.of(sorted.get((sorted.size() - 1) / 2));
    }

    private List<String> lines() {
        List<String> lines = new ArrayList<>();
        String plain = tcp.map(t -> t.arm().name()).orElse("tcp");
        lines.add(row("beside the blog", List.of("mptcp", "mptcp", "tcp", plain)));
        lines.add(row("", List.of("blog", ours(mptcp), "blog", ours(tcp))));
        List<String> ourMptcp = figures(mptcp);
        List<String> ourTcp = figures(tcp);
        for (int i = 0; i < NAMES.size(); i++) {
            lines.add(row(
                    "  " + NAMES.get(i),
                    List.of(BlogFigures.MPTCP.get(i), ourMptcp.get(i), BlogFigures.TCP.get(i), ourTcp.get(i))));
        }
        lines.add("  The blog's plain TCP ran without the fault, over eth0.");
        lines.addAll(BlogConclusion.of(arms).sentences());
        return lines;
    }

    private static String ours(Optional<TrialResult> trial) {
        return trial.map(t -> "trial " + t.number()).orElse("not run");
    }

    private static String row(String name, List<String> values) {
        StringBuilder line = new StringBuilder(Lines.left(name, NAME));
        values.forEach(v -> line.append(Lines.right(v, COLUMN)));
        return line.toString();
    }

    private static List<String> figures(Optional<TrialResult> trial) {
        if (trial.isEmpty()) {
            return NAMES.stream().map(n -> NONE).toList();
        }
        FailoverMetrics m = trial.get().metrics();
        return List.of(
                rate(m.baseline()),
                rate(m.dip().map(FailoverMetrics.LowestSecond::bitsPerSecond)),
                m.dip()
                        .flatMap(d -> m.baseline().map(b -> Figures.fixed(100 * d.bitsPerSecond() / b, 0) + "%"))
                        .orElse(NONE),
                m.longestStall().map(BlogComparison::bounds).orElse(NONE),
                m.recovery(PERCENT, Reference.BASELINE)
                        .map(BlogComparison::back)
                        .orElse(NONE),
                rate(Optional.of(m.meanRate())),
                retransmits(trial.get()));
    }

    private static String back(Recovery recovery) {
        return recovery.after().map(BlogComparison::bounds).orElse("not in " + Figures.fixed(recovery.watched(), 2));
    }

    private static String bounds(Bounds bounds) {
        return Figures.bounds(bounds).replace(" s", "");
    }

    private static String rate(Optional<Double> bitsPerSecond) {
        return bitsPerSecond.map(r -> Figures.fixed(r / 1e6, 1)).orElse(NONE);
    }

    /** As in iperf3's table and in the blog's: with MPTCP those of the initial subflow. */
    private static String retransmits(TrialResult trial) {
        List<Long> reported = trial.intervals().stream()
                .map(IntervalRow::initialSubflow)
                .flatMap(Optional::stream)
                .map(SubflowSample::retransmits)
                .toList();
        return reported.isEmpty()
                ? NONE
                : Long.toString(reported.stream().mapToLong(Long::longValue).sum());
    }
}
