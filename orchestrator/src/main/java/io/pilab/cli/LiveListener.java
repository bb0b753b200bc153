package io.pilab.cli;

import io.pilab.plan.Phase;
import io.pilab.plan.RunPlan;
import io.pilab.plan.TrialPlan;
import io.pilab.progress.RunEvent;
import io.pilab.progress.RunListener;
import io.pilab.record.Event;
import io.pilab.remote.Watcher;
import io.pilab.report.LiveFormat;
import io.pilab.report.LiveTable;
import io.pilab.report.TrialLine;
import io.pilab.scenario.Scenario;
import io.pilab.store.EventJson;
import io.pilab.traffic.Traffic;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Optional;

/**
 * Shows a run in progress. Text goes to standard error, so that standard output holds the result alone. With JSON,
 * every event is a line of standard output.
 */
final class LiveListener implements RunListener, AutoCloseable {
    private final Screen screen;
    private final PrintWriter out;
    private final PrintWriter err;
    private final OutputOptions options;
    private final Scenario scenario;
    private Traffic traffic;
    private Optional<LiveFormat> live = Optional.empty();
    private Duration limit = Duration.ZERO;
    private Optional<Progress> measuring = Optional.empty();
    private Watcher.Activity current = () -> {};
    private boolean inTrial;

    LiveListener(Screen screen, OutputOptions options, RunPlan plan) {
        this.screen = screen;
        this.out = screen.out();
        this.err = screen.err();
        this.options = options;
        this.scenario = plan.scenario();
        this.traffic = plan.scenario().treatments().get(0).traffic();
    }

    /** How far the traffic of a trial has come, by the controller's clock. */
    private record Progress(String trial, Traffic traffic, Duration limit, long begun) {
        String text(long nanoTime) {
            Duration now = Duration.ofNanos(nanoTime - begun);
            if (now.compareTo(traffic.duration()) < 0) {
                return trial + " of " + traffic.duration().toSeconds() + " s";
            }
            long left = limit.minus(now).toSeconds();
            return left > 0
                    ? "waiting for " + traffic.tool() + "'s time limit, " + left + " s left"
                    : "waiting for the hosts to end the trial";
        }
    }

    @Override
    public synchronized void on(RunEvent event) {
        if (event instanceof RunEvent.PhaseBegan phase) {
            progress(phase.phase(), phase.text());
        } else if (event instanceof RunEvent.HostSaid said) {
            progress(said.phase(), said.text());
        } else if (event instanceof RunEvent.TrialBegan began) {
            trial(began.trial(), began.of());
        } else if (event instanceof RunEvent.Happened happened) {
            happened(happened.event());
        } else if (event instanceof RunEvent.TrialEnded ended && brief()) {
            line(TrialLine.of(scenario, options.coloured()).render(scenario, ended.trial()));
        }
    }

    private void progress(Phase phase, String text) {
        if (phase == Phase.MEASURE && measuring.isEmpty()) {
            measuring = Optional.of(new Progress(text, traffic, limit, screen.nanoTime()));
        } else if (phase == Phase.COLLECT) {
            measuring = Optional.empty();
            live.ifPresent(l -> l.finish().forEach(this::line));
        }
        current.close();
        current = measuring
                .filter(m -> phase == Phase.MEASURE)
                .map(m -> screen.begin(phase.label(), () -> m.text(screen.nanoTime())))
                .orElseGet(() -> screen.begin(phase.label(), () -> text));
        if (!options.quiet && !(brief() && inTrial)) {
            err.printf("%-9s  %s%n", phase.label(), text);
        }
    }

    @Override
    public synchronized void close() {
        current.close();
    }

    private void trial(TrialPlan plan, int of) {
        traffic = plan.treatment().traffic();
        limit = plan.shares().get(0).limit(); // the trial ends with the client
        inTrial = true;
        if (brief()) {
            return;
        }
        live = Optional.of(
                options.json()
                        ? LiveFormat.jsonLines(EventJson::write)
                        : new LiveTable(traffic, plan.arm(), plan.path(), options.coloured()));
        if (!options.quiet) {
            err.println("trial " + plan.number() + "/" + of + "  " + plan.arm().name() + "  over "
                    + plan.path().clientInterface());
        }
    }

    /** Whether each trial has one line only. */
    private boolean brief() {
        return scenario.repeat() > 1 && !options.details && !options.json();
    }

    private void happened(Event event) {
        live.ifPresent(l -> l.accept(event).forEach(this::line));
    }

    private void line(String text) {
        if (options.json()) {
            out.println(text);
        } else if (!options.quiet) {
            err.println(text);
        }
    }
}
