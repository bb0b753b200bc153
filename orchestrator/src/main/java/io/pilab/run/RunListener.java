package io.pilab.run;

import io.pilab.plan.Phase;
import io.pilab.plan.TrialPlan;
import io.pilab.record.Event;

/** Is told what a run does, as it happens; calls come from one thread at a time. */
public interface RunListener {
    /** A phase begins, or a step of it is worth a line. */
    void progress(Phase phase, String text);

    /** A trial's traffic is about to start. */
    void trial(TrialPlan plan, int of);

    /** Something happened on a host. */
    void event(Event event);
}
