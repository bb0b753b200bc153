package io.pilab.cli;

import io.pilab.app.Failures;
import io.pilab.app.RunOutcome;
import io.pilab.lab.Lab;
import io.pilab.lab.Role;
import io.pilab.record.NotRestored;
import io.pilab.record.Outcome;
import io.pilab.report.ConsoleOptions;
import io.pilab.report.ConsoleReport;
import io.pilab.report.JudgedRun;
import io.pilab.report.ReportFormat;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;

/** The outcome of a run as text and as an exit code. */
final class OutcomeText {
    private final Lab lab;
    private final HostOptions options;
    private final Screen screen;
    private final PrintWriter out;
    private final PrintWriter err;

    OutcomeText(Lab lab, HostOptions options, Screen screen) {
        this.lab = lab;
        this.options = options;
        this.screen = screen;
        this.out = screen.out();
        this.err = screen.err();
    }

    /** Names the hosts that are not restored, before anything is judged. */
    void notRestored(List<NotRestored> hosts) {
        for (NotRestored host : hosts) {
            say(host.host() + " is not restored:");
            host.difference().forEach(d -> err.println("  " + d));
            sayCure(host);
        }
        err.flush();
    }

    /** Prints the result and returns the exit code. */
    int ended(RunOutcome outcome) {
        outcome.remarks().forEach(this::say);
        outcome.judged().ifPresent(run -> print(outcome, run));
        // A long verdict scrolls the earlier message off the screen.
        outcome.notRestored().forEach(host -> {
            say(host.host() + " is not restored, see above.");
            sayCure(host);
        });
        outcome.unwritten().ifPresent(why -> {
            say("the record is not whole: " + why);
            err.println("  The hosts keep what they measured. Make room there, then: pilab run -f " + options.lab
                    + " --runs " + outcome.directory().path().toAbsolutePath().getParent() + " --resume "
                    + outcome.directory().name());
        });
        err.flush();
        return exitCode(outcome);
    }

    private void print(RunOutcome outcome, JudgedRun run) {
        try {
            if (options.json()) {
                out.println(OutputLine.of("result", ReportFormat.json().render(run)));
                return;
            }
            ConsoleOptions console = new ConsoleOptions(
                    options.coloured(),
                    options.details,
                    Optional.of(outcome.directory().path().toString()));
            err.flush();
            out.print(screen.fitting(new ConsoleReport(console).render(run)));
            out.flush();
        } catch (RuntimeException | StackOverflowError e) {
            say("verdict: " + run.result().outcome() + "; the report cannot be printed: " + Failures.text(e));
        }
    }

    private void say(String text) {
        err.println("pilab: " + text);
    }

    private void sayCure(NotRestored host) {
        Role role = lab.host(host.host()).orElseThrow().role();
        cure(host, role, options.lab.toString()).forEach(line -> err.println("  " + line));
    }

    /** The cure for a host that is not restored, line by line. */
    static List<String> cure(NotRestored host, Role role, String lab) {
        if (!host.captureLost()) {
            return List.of("Restore it with: pilab restore -f " + lab + " " + host.host());
        }
        return List.of(
                "It was restarted, and what it had captured before the trial is gone with that.",
                role == Role.HELPER
                        ? "pilab makes nothing on a helper: what is missing above was set by others, and is theirs to set"
                                + " again."
                        : "What pilab apply had made comes back with: pilab apply -f " + lab);
    }

    static int exitCode(RunOutcome outcome) {
        if (!outcome.notRestored().isEmpty()) {
            return ExitCode.NOT_RESTORED;
        }
        return outcome.judged().map(run -> exitCode(run.result().outcome())).orElse(ExitCode.BROKEN);
    }

    static int exitCode(Outcome outcome) {
        return switch (outcome) {
            case PASS, SKIPPED -> ExitCode.DONE;
            case BROKEN -> ExitCode.BROKEN;
            case FAIL -> ExitCode.EXPECTATION_FAILED;
        };
    }
}
