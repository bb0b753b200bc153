package io.pilab.cli;

import io.pilab.app.Failures;
import io.pilab.app.ShowRun;
import io.pilab.app.ShowRun.Shown;
import io.pilab.report.ConsoleOptions;
import io.pilab.report.ConsoleReport;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints the result of an earlier run. */
@Command(
        name = "show",
        addMethodSubcommands = false,
        description = "Judges a run again from its record alone and prints the result. Touches no host.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: those of the run's verdict, 0, 1 or 3; 2 there is no such run; 3 its record is damaged.",
            "",
            "Examples:",
            "  pilab show last",
            "  pilab show --format csv last",
            "  pilab show --format json 20261122T191500Z-wlan0-down-a1b2"
        })
final class ShowCommand implements Callable<Integer> {
    @Parameters(
            paramLabel = "RUN",
            description = "A run's folder, its name or the beginning of it in the runs folder, or 'last'.")
    private String run;

    @Mixin
    private RunsOption runs;

    @Mixin
    private ReportOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        Shown shown = ShowRun.show(runs.folder(), run);
        shown.remarks().forEach(remark -> spec.commandLine().getErr().println("pilab: " + remark));
        ConsoleOptions console = new ConsoleOptions(
                options.coloured(), true, Optional.of(shown.directory().toString()));
        spec.commandLine().getOut().print(text(shown, console));
        spec.commandLine().getOut().flush();
        return OutcomeText.exitCode(shown.judged().result().outcome());
    }

    private String text(Shown shown, ConsoleOptions console) {
        try {
            return options.report()
                    .map(report -> report.render(shown.judged()))
                    .orElseGet(() -> ScreenOwner.of(spec).fitting(new ConsoleReport(console).render(shown.judged())));
        } catch (RuntimeException | StackOverflowError e) {
            throw new Failure(ExitCode.BROKEN, shown.directory() + " cannot be shown: " + Failures.text(e));
        }
    }
}
