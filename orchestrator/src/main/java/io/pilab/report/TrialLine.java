package io.pilab.report;

import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.Recovery;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.verdict.Check;
import io.pilab.verdict.ExpectationResult;
import io.pilab.verdict.TrialResult;
import io.pilab.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A trial in one line: its arm, its rate, its stall and its recovery, its outcome, and the first reason of that.
 *
 * @param of the number of trials
 * @param width of the arms' names
 */
public record TrialLine(int of, int width, boolean coloured) {
    private static final double USUAL = 90;

    /** For the trials of a scenario. */
    public static TrialLine of(Scenario scenario, boolean coloured) {
        int width = scenario.arms().stream()
                .mapToInt(arm -> arm.name().length())
                .max()
                .orElse(0);
        return new TrialLine(scenario.trials().size(), width, coloured);
    }

    /** Of a trial that has just ended. */
    public String render(Scenario scenario, TrialRecord trial) {
        return render(Verdict.of(scenario, trial));
    }

    String render(TrialResult trial) {
        List<String> figures = new ArrayList<>();
        FailoverMetrics metrics = trial.metrics();
        if (trial.problem().isEmpty()) {
            figures.add(Figures.megabits(metrics.meanRate()));
            metrics.longestStall().ifPresent(stall -> figures.add("stall " + Figures.bounds(stall)));
            metrics.recovery(USUAL, Recovery.Reference.SETTLED).ifPresent(r -> figures.add(recovery(r)));
            metrics.survived().filter(survived -> !survived).ifPresent(no -> figures.add("did not survive"));
        }
        String number = String.valueOf(of);
        String head = "trial " + Lines.right(String.valueOf(trial.number()), number.length()) + "/" + number + "  "
                + Lines.left(trial.arm().name(), width) + "  ";
        String outcome =
                Lines.left(trial.outcome().name(), Outcome.BROKEN.name().length());
        return head
                + Paint.of(coloured).outcome(trial.outcome(), outcome)
                + "  "
                + String.join(", ", figures)
                + reason(trial)
                        .map(why -> (figures.isEmpty() ? "" : "; ") + why)
                        .orElse("");
    }

    private static String recovery(Recovery recovery) {
        return recovery.after()
                .map(after -> "back to " + recovery.description() + " after " + Figures.bounds(after))
                .orElse("not back to " + recovery.description());
    }

    /** What makes it the outcome that it has. */
    private static Optional<String> reason(TrialResult trial) {
        if (trial.outcome() == Outcome.PASS) {
            return Optional.empty();
        }
        return trial.problem()
                .or(() -> trial.checks().stream()
                        .filter(c -> c.outcome() == trial.outcome())
                        .map(Check::sentence)
                        .findFirst())
                .or(() -> trial.expectations().stream()
                        .filter(e -> e.outcome() == trial.outcome())
                        .map(ExpectationResult::sentence)
                        .findFirst());
    }
}
