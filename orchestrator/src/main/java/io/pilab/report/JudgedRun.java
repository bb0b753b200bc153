package io.pilab.report;

import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.verdict.RunResult;
import java.util.List;

/** A run and what was made of it: all that a report is a function of. */
public record JudgedRun(RunRecord run, Scenario scenario, List<TrialRecord> trials, RunResult result) {
    public JudgedRun {
        trials = List.copyOf(trials);
    }
}
