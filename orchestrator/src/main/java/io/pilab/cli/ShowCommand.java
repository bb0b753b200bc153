package io.pilab.cli;

import io.pilab.config.InvalidFileException;
import io.pilab.config.ScenarioFile;
import io.pilab.lab.Arm;
import io.pilab.record.TrialRecord;
import io.pilab.report.ConsoleOptions;
import io.pilab.report.ReportFormat;
import io.pilab.scenario.Scenario;
import io.pilab.store.DamagedRecordException;
import io.pilab.store.RunDirectory;
import io.pilab.store.RunsFolder;
import io.pilab.verdict.RunResult;
import io.pilab.verdict.Verdict;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Prints a run again. */
@Command(
        name = "show",
        description = "Judges a run again from its record alone and prints the result; no host is asked.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Exit codes: those of the run's verdict, 0, 1 or 3; 2 there is no such run; 3 its record is damaged.",
            "",
            "Examples:",
            "  pilab show last",
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
    private OutputOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        try {
            return show(RunDirectory.open(new RunsFolder(runs.folder()).find(run)));
        } catch (RunsFolder.NoSuchRunException e) {
            throw new Failure(ExitCode.INVALID, e.getMessage());
        } catch (DamagedRecordException e) {
            throw new Failure(ExitCode.BROKEN, e.getMessage());
        } catch (InvalidFileException e) {
            // The user's own file is not at fault: this is the record's copy.
            throw new Failure(ExitCode.BROKEN, "the record's copy of the scenario cannot be read:\n" + e.getMessage());
        }
    }

    /** The trial that is not over yet has no verdict, and not since anything went wrong. */
    private static List<TrialRecord> soFar(RunDirectory directory) {
        Optional<Integer> open = directory.cutOff().map(TrialRecord::number);
        return directory.trials().stream()
                .map(t -> open.equals(Optional.of(t.number())) ? t.withProblem("the trial is not over yet") : t)
                .toList();
    }

    private void say(RunDirectory directory, boolean running) {
        if (running) {
            say("the run is still going on; this is what there is so far");
            return;
        }
        directory
                .cutOff()
                .ifPresent(t -> say("trial " + t.number() + " was cut off; collect what its hosts kept with: "
                        + "pilab run --resume " + directory.name()));
    }

    private int show(RunDirectory directory) {
        Scenario scenario = scenario(directory);
        boolean running = directory.isRunning();
        List<TrialRecord> trials = running ? soFar(directory) : directory.trials();
        say(directory, running);
        try {
            RunResult result = Verdict.judge(scenario, trials, directory.damage());
            RunReports reports = new RunReports(directory.run(), scenario, trials, result);
            if (!running && directory.cutOff().isEmpty() && result.gaps().isEmpty()) {
                reports.store(directory, name -> !directory.has(name)).forEach(this::say);
            }
            print(directory, reports);
            return Conclusion.exitCode(result.outcome());
        } catch (RuntimeException | StackOverflowError e) {
            throw new Failure(ExitCode.BROKEN, directory.path() + " cannot be judged: " + Failures.text(e));
        }
    }

    private void print(RunDirectory directory, RunReports reports) {
        ConsoleOptions console = new ConsoleOptions(
                options.coloured(), Optional.of(directory.path().toString()));
        String text = options.json()
                ? reports.render(ReportFormat.json())
                : Screen.of(spec).fitting(reports.render(ReportFormat.console(console)));
        spec.commandLine().getOut().print(text);
        spec.commandLine().getOut().flush();
    }

    private void say(String text) {
        spec.commandLine().getErr().println("pilab: " + text);
    }

    /** The scenario as it was run: the stored text, and of its arms and expectations those that {@code --arm} left. */
    static Scenario scenario(RunDirectory run) {
        String fileName = run.path().resolve("scenario.yaml").toString();
        Scenario stored = ScenarioFile.recorded(fileName, run.scenarioText());
        List<String> names = run.arms();
        List<Arm> arms =
                stored.arms().stream().filter(a -> names.contains(a.label())).toList();
        return new Scenario(
                stored.name(),
                stored.traffic(),
                arms.isEmpty() ? stored.arms() : arms,
                run.repeat(),
                stored.timeline(),
                stored.expectations().stream()
                        .filter(e -> arms.isEmpty() || arms.stream().anyMatch(e::concerns))
                        .toList());
    }
}
