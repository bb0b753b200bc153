package io.pilab.verdict;

import io.pilab.record.Outcome;
import java.util.List;

/**
 * A run, judged.
 *
 * @param outcome the worst of all
 * @param notRun the trials that are missing: an incomplete run is never PASS
 * @param unjudged expectations that concern none of the trials
 * @param gaps what of the run is missing; a run with gaps is never PASS
 */
public record RunResult(
        Outcome outcome,
        List<TrialResult> trials,
        List<NotRun> notRun,
        List<ExpectationResult> unjudged,
        List<ArmSummary> arms,
        List<String> gaps) {
    public RunResult {
        trials = List.copyOf(trials);
        notRun = List.copyOf(notRun);
        unjudged = List.copyOf(unjudged);
        arms = List.copyOf(arms);
        gaps = List.copyOf(gaps);
    }
}
