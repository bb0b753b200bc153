package io.pilab.verdict;

import io.pilab.lab.Arm;
import io.pilab.lab.Protocol;
import io.pilab.metrics.Bounds;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.Measure;
import io.pilab.record.Outcome;
import io.pilab.statistics.Spread;
import java.util.List;
import java.util.Optional;

/**
 * An arm over its repeats.
 *
 * @param over the client's interface that the arm's initial (with TCP: only) flow used
 * @param trials all of the arm
 * @param survived how many of them; of those of which it is known
 * @param survivalKnown of how many it is
 * @param meanRate bits per second
 * @param longestStallAtLeast seconds
 * @param recoveryAtMost seconds to 90 % of the settled rate, infinite where it was not back
 */
public record ArmSummary(
        Arm arm,
        String over,
        int trials,
        int survived,
        int survivalKnown,
        Outcome outcome,
        Optional<Spread> meanRate,
        Optional<Spread> longestStallAtLeast,
        Optional<Spread> recoveryAtMost) {
    static ArmSummary of(Arm arm, List<TrialResult> trials) {
        List<FailoverMetrics> measured = trials.stream()
                .filter(t -> t.problem().isEmpty())
                .map(TrialResult::metrics)
                .toList();
        return new ArmSummary(
                arm,
                trials.get(0).path().clientInterface(),
                trials.size(),
                (int) measured.stream().filter(m -> m.survived().orElse(false)).count(),
                (int) measured.stream().filter(m -> m.survived().isPresent()).count(),
                Outcome.worst(trials.stream().map(TrialResult::outcome).toList()),
                Spread.of(measured.stream().map(FailoverMetrics::meanRate).toList()),
                Spread.of(measured.stream()
                        .flatMap(m -> m.longestStall().stream())
                        .map(Bounds::low)
                        .toList()),
                Spread.of(measured.stream()
                        .flatMap(m -> Measure.RECOVERY.of(m).stream())
                        .map(Bounds::high)
                        .toList()));
    }

    /** {@code tcp over wlan0 did not survive (stall at least 6.90 s)}; mptcp has several interfaces and so names none. */
    public String sentence() {
        return survival() + stall();
    }

    /** A connection that survived may have been silent for a long time, so its stall belongs to it. */
    private String stall() {
        return longestStallAtLeast
                .map(s -> (s.count() > 1 ? " (median stall" : " (stall") + " at least " + Figures.fixed(s.median(), 2)
                        + " s)")
                .orElse("");
    }

    private String survival() {
        String who = arm.protocol() == Protocol.TCP ? arm.name() + " over " + over : arm.name();
        if (survivalKnown == 0) {
            return who + ": undetermined whether it survived";
        }
        if (survived == survivalKnown) {
            return who + " survived" + of();
        }
        return who + (survived == 0 ? " did not survive" : " survived in " + survived) + of();
    }

    private String of() {
        boolean all = survived == 0 || survived == survivalKnown;
        if (survivalKnown == trials && trials == 1) {
            return "";
        }
        return (all ? " in " + (survived == 0 ? "any" : "all") : "") + " of " + survivalKnown + " trials";
    }
}
