package io.pilab.report;

import io.pilab.fault.LinkDown;
import io.pilab.lab.Protocol;
import io.pilab.metrics.Measure;
import io.pilab.metrics.RunFigures;
import io.pilab.metrics.TrialFigures;
import io.pilab.scenario.Scenario;
import io.pilab.statistics.PairedFigures;
import io.pilab.verdict.RunResult;
import io.pilab.verdict.TrialResult;
import io.pilab.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * The trials of a run that do what the blog's did, those with a result.
 *
 * @param mptcp of the first arm with MPTCP
 * @param tcp of the first arm with plain TCP over the interface that goes down
 * @param wired of the first one with plain TCP over another interface, which the blog had
 * @param figures of all trials, by repeat
 */
record BlogArms(List<TrialResult> mptcp, List<TrialResult> tcp, List<TrialResult> wired, RunFigures figures) {
    static BlogArms of(Scenario scenario, RunResult result) {
        Optional<String> cut = scenario.treatments().stream()
                .flatMap(t -> t.timeline().faults().stream())
                .map(f -> f.fault())
                .filter(LinkDown.class::isInstance)
                .map(f -> ((LinkDown) f).networkInterface())
                .findFirst();
        Predicate<TrialResult> plain = t -> t.arm().protocol() == Protocol.TCP;
        Predicate<TrialResult> overCut = t -> cut.equals(Optional.of(t.path().clientInterface()));
        return new BlogArms(
                first(result, t -> t.arm().protocol() == Protocol.MPTCP),
                first(result, plain.and(overCut)),
                first(result, plain.and(overCut.negate())),
                Verdict.figures("", scenario, result.trials()));
    }

    private static List<TrialResult> first(RunResult result, Predicate<TrialResult> of) {
        List<TrialResult> measured = result.trials().stream()
                .filter(of)
                .filter(t -> t.problem().isEmpty() && t.metrics().baseline().isPresent())
                .toList();
        return measured.stream()
                .filter(t -> t.arm().equals(measured.get(0).arm()))
                .toList();
    }

    /** What the blog's plain TCP is compared with: the same interface if there is such an arm. */
    List<TrialResult> reference() {
        return wired.isEmpty() ? tcp : wired;
    }

    /** A figure with MPTCP and with plain TCP over the interface that stays, of the repeats that have both. */
    PairedFigures againstWired(Measure measure) {
        return PairedFigures.of(measure, figuresOf(wired), figuresOf(mptcp));
    }

    private List<TrialFigures> figuresOf(List<TrialResult> trials) {
        return trials.isEmpty() ? List.of() : figures.arm(trials.get(0).arm().name());
    }

    boolean empty() {
        return mptcp.isEmpty() && tcp.isEmpty() && wired.isEmpty();
    }
}
