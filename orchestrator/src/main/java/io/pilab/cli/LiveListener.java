package io.pilab.cli;

import io.pilab.plan.Phase;
import io.pilab.plan.RunPlan;
import io.pilab.plan.TrialPlan;
import io.pilab.record.Event;
import io.pilab.report.LiveFormat;
import io.pilab.report.LiveTable;
import io.pilab.run.RunListener;
import io.pilab.store.EventJson;
import io.pilab.traffic.Traffic;
import java.io.PrintWriter;
import java.util.Optional;

/**
 * Tells a run as it happens. Text goes to standard error, so that standard output holds the result alone; with JSON,
 * every event is a line of standard output.
 */
final class LiveListener implements RunListener {
    private final PrintWriter out;
    private final PrintWriter err;
    private final OutputOptions options;
    private final Traffic traffic;
    private Optional<LiveFormat> live = Optional.empty();

    LiveListener(PrintWriter out, PrintWriter err, OutputOptions options, RunPlan plan) {
        this.out = out;
        this.err = err;
        this.options = options;
        this.traffic = plan.scenario().traffic();
    }

    @Override
    public synchronized void progress(Phase phase, String text) {
        if (phase == Phase.COLLECT) {
            live.ifPresent(l -> l.finish().forEach(this::line));
        }
        if (!options.quiet) {
            err.printf("%-9s  %s%n", phase.label(), text);
        }
    }

    @Override
    public synchronized void trial(TrialPlan plan, int of) {
        live = Optional.of(
                options.json()
                        ? LiveFormat.jsonLines(EventJson::write)
                        : new LiveTable(
                                traffic.interval(),
                                traffic.duration(),
                                plan.arm().label(),
                                plan.path(),
                                options.coloured()));
        if (!options.quiet) {
            err.println("trial " + plan.number() + "/" + of + "  " + plan.arm().label() + "  over "
                    + plan.path().clientInterface());
        }
    }

    @Override
    public synchronized void event(Event event) {
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
