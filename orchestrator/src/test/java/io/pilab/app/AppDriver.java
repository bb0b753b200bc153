package io.pilab.app;

import io.pilab.config.LabFile;
import io.pilab.config.Loaded;
import io.pilab.config.ScenarioFile;
import io.pilab.lab.Lab;
import io.pilab.plan.Phase;
import io.pilab.progress.RunEvent;
import io.pilab.progress.RunListeners;
import io.pilab.record.Event;
import io.pilab.remote.Watcher;
import io.pilab.report.ReportFormat;
import io.pilab.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.Consumer;

/** Uses the application without a command line, in a process of its own: a program that starts runs, such as a queue. */
public final class AppDriver {
    private static final HostProgress SILENT = new HostProgress() {
        @Override
        public void at(String host, String text) {}

        @Override
        public void ended(String host, String text) {}

        @Override
        public void note(String text) {}
    };

    private final Controller controller = Controller.of(System.getenv(), "driver@test", Watcher.NOBODY);
    private final List<String> heard = new ArrayList<>();
    private final Loaded<Lab> lab;
    private final Path folder;

    private AppDriver(Path folder) {
        this.folder = folder;
        this.lab = LabFile.read(folder.resolve("lab.yaml"), System.getenv());
    }

    /** A folder with {@code lab.yaml} and {@code scenario.yaml}, and what is to be done. */
    public static void main(String[] words) throws IOException {
        AppDriver driver = new AppDriver(Path.of(words[0]));
        switch (words[1]) {
            case "apply" ->
                print(new ApplyLab(driver.controller, driver.lab.value(), false, OptionalInt.empty())
                        .apply(false, SILENT, new Cancellation()));
            case "reset" ->
                print(new ResetLab(driver.controller, driver.lab.value(), false)
                        .reset(OptionalInt.empty(), false, SILENT, new Cancellation()));
            case "diagnose" ->
                new DiagnoseLab(driver.controller, driver.lab.value(), List.of())
                        .diagnose(new Cancellation())
                        .forEach(d -> System.out.println(d.host().name() + " failed: " + d.failed()));
            case "run" -> driver.run(new Cancellation(), event -> {});
            case "cancelled" -> driver.cancelled();
            case "killed" ->
                driver.run(
                        new Cancellation(),
                        event -> onTraffic(event, () -> Runtime.getRuntime().halt(9)));
            case "resume" -> driver.resume(new Cancellation(), event -> {});
            case "resume-cancelled" -> driver.resumeCancelled();
            case "restore" ->
                new RestoreHosts(driver.controller, false, false)
                        .restore(driver.lab.value().hosts(), line -> {}, new Cancellation())
                        .forEach(System.out::println);
            default -> throw new IllegalArgumentException(words[1]);
        }
    }

    private static void print(List<HostSummary> summaries) {
        summaries.forEach(s -> System.out.println(s.host() + " failed: " + s.failureText() + " " + s.lines()));
    }

    private void cancelled() throws IOException {
        Cancellation cancellation = new Cancellation();
        run(cancellation, event -> onTraffic(event, cancellation::cancel));
    }

    /** The first interval that a host reports. */
    private static void onTraffic(RunEvent event, Runnable then) {
        if (event instanceof RunEvent.Happened happened && happened.event() instanceof Event.Interval) {
            then.run();
        }
    }

    private void run(Cancellation cancellation, Consumer<RunEvent> also) throws IOException {
        String text = Files.readString(folder.resolve("scenario.yaml"));
        Scenario scenario = ScenarioFile.parse("scenario.yaml", text, lab.value());
        RunRequest request = new RunRequest(
                lab,
                new Loaded<>(scenario, text),
                lab.value().pairs().get(0),
                folder.resolve("runs"),
                false,
                new Version("test", "test"),
                List.of("driver"));
        RunScenario run = new RunScenario(controller, request, line -> {});
        print(run.run(new RunListeners(List.of(this::hear, also::accept)), cancellation));
    }

    private void resumeCancelled() {
        Cancellation cancellation = new Cancellation();
        resume(cancellation, event -> {
            if (event instanceof RunEvent.PhaseBegan phase && phase.phase() == Phase.MEASURE) {
                cancellation.cancel();
            }
        });
    }

    private void resume(Cancellation cancellation, Consumer<RunEvent> also) {
        ResumeRun resumed = ResumeRun.open(controller, folder.resolve("runs"), "last", false, line -> {});
        print(resumed.run(new RunListeners(List.of(this::hear, also::accept)), cancellation));
    }

    private void hear(RunEvent event) {
        if (event instanceof RunEvent.PhaseBegan phase && phase.phase() != Phase.MEASURE) {
            heard.add(phase.phase().label());
        } else if (event instanceof RunEvent.TrialBegan trial) {
            heard.add("trial " + trial.trial().number() + "/" + trial.of());
        } else if (event instanceof RunEvent.TrialEnded trial) {
            heard.add("ended " + trial.trial().number());
        } else if (event instanceof RunEvent.RunEnded ended) {
            heard.add("not restored: " + ended.notRestored());
        }
    }

    private void print(RunOutcome outcome) {
        System.out.println("heard " + heard);
        System.out.println("interrupted " + outcome.interrupted());
        System.out.println("not restored " + outcome.notRestored());
        System.out.println("remarks " + outcome.remarks());
        System.out.println("outcome " + outcome.judged().map(run -> run.result().outcome()));
        Optional<String> json = outcome.judged().map(run -> ReportFormat.json().render(run));
        System.out.println("trials " + json.map(text -> text.split("\"number\"").length - 1));
    }
}
