package io.pilab.app;

import io.pilab.progress.RunEvent;
import io.pilab.progress.RunListeners;
import io.pilab.record.NotRestored;
import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import io.pilab.report.JudgedRun;
import io.pilab.report.ReportFormat;
import io.pilab.scenario.Scenario;
import io.pilab.store.RunDirectory;
import io.pilab.verdict.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Judges a run whose hosts are done with, and stores the reports. Whatever fails here is a remark, and stops nothing else. */
final class RunConclusion {
    private final RunRecord head;
    private final Scenario scenario;
    private final RunDirectory directory;
    private final List<String> remarks = new ArrayList<>();

    RunConclusion(RunRecord head, Scenario scenario, RunDirectory directory) {
        this.head = head;
        this.scenario = scenario;
        this.directory = directory;
    }

    /**
     * Tells which hosts are not restored, and only then judges.
     *
     * @param trials gets them, which may fail as well
     */
    RunOutcome conclude(
            RunListeners listeners,
            Supplier<List<TrialRecord>> trials,
            List<NotRestored> notRestored,
            boolean interrupted) {
        listeners.tell(new RunEvent.RunEnded(notRestored));
        Optional<JudgedRun> judged = judged(trials);
        judged.ifPresent(run -> store(run, directory, name -> true)
                .forEach(why -> remarks.add(why + "\n  pilab show " + directory.name() + " makes it again.")));
        return new RunOutcome(directory, judged, notRestored, interrupted, Optional.empty(), remarks);
    }

    private Optional<JudgedRun> judged(Supplier<List<TrialRecord>> trials) {
        try {
            List<TrialRecord> records = trials.get();
            return Optional.of(new JudgedRun(head, scenario, records, Verdict.judge(scenario, records)));
        } catch (RuntimeException | StackOverflowError e) {
            remarks.add("the run cannot be judged: " + Failures.text(e) + "\n  Its record is in " + directory.path()
                    + "; pilab show judges it again.");
            return Optional.empty();
        }
    }

    /** Stores the reports that are asked for by the name of their file; what went wrong. */
    static List<String> store(JudgedRun run, RunDirectory directory, Predicate<String> wanted) {
        List<String> problems = new ArrayList<>();
        ReportFormat.all().forEach(format -> {
            String name = format.fileName();
            try {
                if (wanted.test(name)) {
                    directory.store(name, format.render(run));
                }
            } catch (RuntimeException | StackOverflowError e) {
                problems.add(name + " is not stored: " + Failures.text(e));
            }
        });
        return problems;
    }
}
