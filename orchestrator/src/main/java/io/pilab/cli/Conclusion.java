package io.pilab.cli;

import io.pilab.lab.Role;
import io.pilab.plan.RunPlan;
import io.pilab.record.Outcome;
import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import io.pilab.report.ConsoleOptions;
import io.pilab.report.ReportFormat;
import io.pilab.run.RunCoordinator.NotRestored;
import io.pilab.store.RunDirectory;
import io.pilab.verdict.RunResult;
import io.pilab.verdict.Verdict;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Model.CommandSpec;

/** The end of a run: what became of its hosts, and then its result, stored and printed. */
final class Conclusion {
    private final RunPlan plan;
    private final RunRecord head;
    private final HostOptions options;
    private final Screen screen;
    private final PrintWriter out;
    private final PrintWriter err;

    Conclusion(RunPlan plan, RunRecord head, HostOptions options, CommandSpec spec) {
        this.plan = plan;
        this.head = head;
        this.options = options;
        this.screen = Screen.of(spec);
        this.out = spec.commandLine().getOut();
        this.err = spec.commandLine().getErr();
    }

    /**
     * Tells which hosts are not restored, and only then judges, stores and prints; the exit code.
     *
     * @param trials gets them
     */
    int conclude(RunDirectory directory, List<NotRestored> notRestored, Supplier<List<TrialRecord>> trials) {
        notRestored.forEach(this::sayNotRestored);
        err.flush();
        int verdict = verdict(directory, trials);
        if (notRestored.isEmpty()) {
            return verdict;
        }
        // A long verdict pushes off the screen what was told before it.
        notRestored.forEach(host -> {
            say(host.host() + " is not restored, see above.");
            sayCure(host);
        });
        return ExitCode.NOT_RESTORED;
    }

    private int verdict(RunDirectory directory, Supplier<List<TrialRecord>> trials) {
        try {
            List<TrialRecord> records = trials.get();
            RunResult result = Verdict.judge(plan.scenario(), records);
            print(directory, new RunReports(head, plan.scenario(), records, result));
            return exitCode(result.outcome());
        } catch (RuntimeException | StackOverflowError e) {
            say("the run cannot be judged: " + Failures.text(e));
            err.println("  Its record is in " + directory.path() + "; pilab show judges it again.");
            return ExitCode.BROKEN;
        }
    }

    private void print(RunDirectory directory, RunReports reports) {
        reports.store(directory, name -> true).forEach(why -> {
            say(why);
            err.println("  pilab show " + directory.name() + " makes it again.");
        });
        try {
            printed(directory, reports);
        } catch (RuntimeException e) {
            say("verdict: " + reports.result().outcome() + "; the report cannot be printed: " + Failures.text(e));
        }
    }

    private void printed(RunDirectory directory, RunReports reports) {
        if (options.json()) {
            out.println(JsonLine.of("result", reports.render(ReportFormat.json())));
            return;
        }
        ConsoleOptions console = new ConsoleOptions(
                options.coloured(), Optional.of(directory.path().toString()));
        err.flush();
        out.print(screen.fitting(reports.render(ReportFormat.console(console))));
        out.flush();
    }

    private void say(String text) {
        err.println("pilab: " + text);
    }

    private void sayNotRestored(NotRestored host) {
        say(host.host() + " is not restored:");
        host.difference().forEach(d -> err.println("  " + d));
        sayCure(host);
    }

    private void sayCure(NotRestored host) {
        Role role = plan.lab().host(host.host()).orElseThrow().role();
        cure(host, role, options.lab.toString()).forEach(line -> err.println("  " + line));
    }

    /** What heals a host that is not restored, line by line. */
    static List<String> cure(NotRestored host, Role role, String lab) {
        if (!host.captureLost()) {
            return List.of("Heal it with: pilab restore -f " + lab + " " + host.host());
        }
        return List.of(
                "It was restarted, and what it had captured before the trial is gone with that.",
                role == Role.HELPER
                        ? "pilab makes nothing on a helper: what is missing above was set by others, and is theirs to set"
                                + " again."
                        : "What pilab apply had made comes back with: pilab apply -f " + lab);
    }

    static int exitCode(Outcome outcome) {
        return switch (outcome) {
            case PASS, SKIPPED -> ExitCode.DONE;
            case BROKEN -> ExitCode.BROKEN;
            case FAIL -> ExitCode.EXPECTATION_FAILED;
        };
    }
}
