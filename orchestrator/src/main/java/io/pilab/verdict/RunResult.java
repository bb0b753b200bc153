package io.pilab.verdict;

import io.pilab.record.Outcome;
import java.util.List;

/**
 * A run, judged.
 *
 * @param outcome the worst of all: of what makes a trial unfit, of the expectations over the repeats, and of what is missing
 * @param notRun the trials that are missing: an incomplete run is never PASS
 * @param expectations over the repeats, each for each of its arms
 * @param arms each over its repeats
 * @param comparisons of the other arms with the first; none without repeats
 * @param gaps what of the run is missing; a run with gaps is never PASS
 */
public record RunResult(
        Outcome outcome,
        List<TrialResult> trials,
        List<NotRun> notRun,
        List<ExpectationResult> expectations,
        List<ArmSummary> arms,
        List<ArmComparison> comparisons,
        List<String> gaps) {
    public RunResult {
        trials = List.copyOf(trials);
        notRun = List.copyOf(notRun);
        expectations = List.copyOf(expectations);
        arms = List.copyOf(arms);
        comparisons = List.copyOf(comparisons);
        gaps = List.copyOf(gaps);
    }
}
