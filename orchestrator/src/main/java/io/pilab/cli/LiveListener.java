package io.pilab.cli;

import io.pilab.plan.Phase;
import io.pilab.plan.TrialPlan;
import io.pilab.record.Event;
import io.pilab.run.RunListener;
import java.io.PrintWriter;

/** Tells a run as it happens: progress on standard error, what was measured on standard output. */
final class LiveListener implements RunListener {
    private final PrintWriter out;
    private final PrintWriter err;
    private final OutputOptions options;

    LiveListener(PrintWriter out, PrintWriter err, OutputOptions options) {
        this.out = out;
        this.err = err;
        this.options = options;
    }

    @Override
    public synchronized void progress(Phase phase, String text) {
        if (!options.quiet) {
            err.printf("%-9s  %s%n", phase.label(), text);
        }
    }

    @Override
    public synchronized void trial(TrialPlan plan, int of) {
        out.println("trial " + plan.number() + "/" + of + " " + plan.arm().label());
    }

    @Override
    public synchronized void event(Event event) {
        if (!(event instanceof Event.Counters)) {
            out.println(event);
        }
    }
}
