package io.pilab.run;

import io.pilab.plan.Phase;
import io.pilab.plan.TrialPlan;
import io.pilab.record.Event;

/** A listener whose failures are its own: a run goes on, and puts the hosts back, though nobody can be told. */
final class UnfailingListener implements RunListener {
    private final RunListener listener;
    private boolean failed;

    UnfailingListener(RunListener listener) {
        this.listener = listener;
    }

    @Override
    public void progress(Phase phase, String text) {
        attempt(phase, () -> listener.progress(phase, text));
    }

    @Override
    public void trial(TrialPlan plan, int of) {
        attempt(Phase.MEASURE, () -> listener.trial(plan, of));
    }

    @Override
    public void event(Event event) {
        attempt(Phase.MEASURE, () -> listener.event(event));
    }

    private synchronized void attempt(Phase phase, Runnable telling) {
        try {
            telling.run();
        } catch (RuntimeException e) {
            if (!failed) {
                failed = true;
                attempt(phase, () -> listener.progress(phase, "the run goes on, but it cannot be shown: " + e));
            }
        }
    }
}
