package io.pilab.report;

import io.pilab.record.Outcome;
import io.pilab.verdict.TrialResult;

/** For harnesses that read the Test Anything Protocol: result.tap, a line for each trial. */
record TapReport() implements ReportFormat {
    @Override
    public String name() {
        return "tap";
    }

    @Override
    public String fileName() {
        return "result.tap";
    }

    @Override
    public String render(JudgedRun run) {
        StringBuilder text = new StringBuilder("1.." + run.result().trials().size() + "\n");
        for (TrialResult trial : run.result().trials()) {
            text.append(trial.outcome() == Outcome.PASS ? "ok " : "not ok ")
                    .append(trial.number() + " - " + trial.arm().name() + "\n");
        }
        return text.toString();
    }
}
