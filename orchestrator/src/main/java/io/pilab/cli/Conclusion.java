package io.pilab.cli;

import io.pilab.analysis.RunResult;
import io.pilab.analysis.Verdict;
import io.pilab.model.Role;
import io.pilab.plan.RunPlan;
import io.pilab.record.Outcome;
import io.pilab.record.RunRecord;
import io.pilab.report.ConsoleOptions;
import io.pilab.report.ReportFormat;
import io.pilab.run.RunCoordinator;
import io.pilab.run.RunCoordinator.NotRestored;
import io.pilab.store.RunDirectory;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;

/** The end of a run: its result, stored and printed. */
final class Conclusion {
    private final RunPlan plan;
    private final RunRecord head;
    private final HostOptions options;
    private final CommandSpec spec;
    private final PrintWriter err;

    Conclusion(RunPlan plan, RunRecord head, HostOptions options, CommandSpec spec) {
        this.plan = plan;
        this.head = head;
        this.options = options;
        this.spec = spec;
        this.err = spec.commandLine().getErr();
    }

    /** Judges, stores and prints; the exit code. */
    int conclude(RunDirectory directory, RunCoordinator.Ended ended) {
        RunResult result = Verdict.judge(plan.scenario(), ended.trials());
        String json = ReportFormat.json().render(head, plan.scenario(), ended.trials(), result);
        directory.store("result.json", json);
        directory.store("intervals.csv", ReportFormat.csv().render(head, plan.scenario(), ended.trials(), result));
        print(directory, ended, result, json);
        if (!ended.notRestored().isEmpty()) {
            ended.notRestored().forEach(this::sayNotRestored);
            return ExitCode.NOT_RESTORED;
        }
        return exitCode(result.outcome());
    }

    private void print(RunDirectory directory, RunCoordinator.Ended ended, RunResult result, String json) {
        PrintWriter out = spec.commandLine().getOut();
        if (options.json()) {
            out.println(JsonLine.of("result", json));
            return;
        }
        ConsoleOptions console = new ConsoleOptions(
                options.coloured(), Optional.of(directory.path().toString()));
        err.flush();
        out.print(ReportFormat.console(console).render(head, plan.scenario(), ended.trials(), result));
        out.flush();
    }

    private void sayNotRestored(NotRestored host) {
        err.println("pilab: " + host.host() + " is not restored:");
        host.difference().forEach(d -> err.println("  " + d));
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
