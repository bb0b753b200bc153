package io.pilab.cli;

import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import io.pilab.report.ReportFormat;
import io.pilab.scenario.Scenario;
import io.pilab.store.RunDirectory;
import io.pilab.verdict.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** What is made of a judged run. A format that fails, or a file that cannot be written, is told and stops nothing else. */
record RunReports(RunRecord head, Scenario scenario, List<TrialRecord> trials, RunResult result) {
    String render(ReportFormat format) {
        return format.render(head, scenario, trials, result);
    }

    /** Stores the files that are asked for by name; what went wrong. */
    List<String> store(RunDirectory directory, Predicate<String> wanted) {
        List<String> problems = new ArrayList<>();
        ReportFormat.FILES.forEach((name, format) -> {
            try {
                if (wanted.test(name)) {
                    directory.store(name, render(format));
                }
            } catch (RuntimeException e) {
                problems.add(name + " is not stored: " + Failures.text(e));
            }
        });
        return problems;
    }
}
