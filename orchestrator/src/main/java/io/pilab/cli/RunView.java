package io.pilab.cli;

import io.pilab.app.Cancellation;
import io.pilab.app.RunOutcome;
import io.pilab.plan.RunPlan;
import io.pilab.progress.RunEvent;
import io.pilab.progress.RunListeners;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;

/** Shows a run in progress and its outcome. Ctrl-C cancels it. */
final class RunView {
    private final HostOptions options;
    private final Screen screen;

    RunView(HostOptions options, CommandSpec spec) {
        this.options = options;
        this.screen = ScreenOwner.of(spec);
    }

    /** A run that was shown. */
    record ViewedRun(RunOutcome outcome, int exitCode) {}

    /** Does work that Ctrl-C cancels. */
    <T> T cancelling(Function<Cancellation, T> work) {
        Cancellation cancellation = new Cancellation();
        try (Interrupt interrupt = new Interrupt(() -> {
            tell("interrupted: restoring the hosts");
            cancellation.cancel();
        })) {
            return work.apply(cancellation);
        }
    }

    /** @param run does the run, with a listener and the cancellation */
    ViewedRun show(RunPlan plan, Cancellation cancellation, BiFunction<RunListeners, Cancellation, RunOutcome> run) {
        OutcomeText text = new OutcomeText(plan.lab(), options, screen);
        try (LiveListener live = new LiveListener(screen, options, plan)) {
            RunListeners listeners = new RunListeners(List.of(live, event -> {
                if (event instanceof RunEvent.RunEnded ended) {
                    text.notRestored(ended.notRestored());
                }
            }));
            RunOutcome outcome = run.apply(listeners, cancellation);
            return new ViewedRun(outcome, text.ended(outcome));
        }
    }

    /** Prints a line about the run's locks or record. */
    void tell(String line) {
        screen.err().println("pilab: " + line);
        screen.err().flush();
    }
}
