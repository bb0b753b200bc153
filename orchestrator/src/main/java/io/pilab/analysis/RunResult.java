package io.pilab.analysis;

import io.pilab.record.Outcome;
import java.util.List;

/**
 * A run, judged.
 *
 * @param outcome the worst of all
 * @param unjudged expectations that concern none of the trials
 */
public record RunResult(
        Outcome outcome, List<TrialResult> trials, List<ExpectationResult> unjudged, List<ArmSummary> arms) {
    public RunResult {
        trials = List.copyOf(trials);
        unjudged = List.copyOf(unjudged);
        arms = List.copyOf(arms);
    }
}
