package io.pilab.verdict;

import io.pilab.lab.Arm;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.IntervalRow;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import java.util.List;
import java.util.Optional;

/**
 * One trial, judged.
 *
 * @param problem why there is no verdict
 * @param notes what a reader should know of how it was measured
 * @param facts what nothing tests
 */
public record TrialResult(
        int number,
        Arm arm,
        TrialRecord.Path path,
        Outcome outcome,
        Optional<String> problem,
        List<String> notes,
        FailoverMetrics metrics,
        List<Check> checks,
        List<Fact> facts,
        List<ExpectationResult> expectations,
        List<IntervalRow> intervals) {
    public TrialResult {
        notes = List.copyOf(notes);
        checks = List.copyOf(checks);
        facts = List.copyOf(facts);
        expectations = List.copyOf(expectations);
        intervals = List.copyOf(intervals);
    }

    /** Whether it can be used: the worst of its checks, whatever is expected of it. */
    public Outcome fitness() {
        return fitness(problem, checks);
    }

    static Outcome fitness(Optional<String> problem, List<Check> checks) {
        return problem.isPresent()
                ? Outcome.BROKEN // whatever the checks say of what is left of it
                : Outcome.worst(checks.stream()
                        .map(Check::outcome)
                        .filter(o -> o != Outcome.SKIPPED)
                        .toList());
    }
}
