package io.pilab.progress;

import io.pilab.plan.Phase;
import io.pilab.plan.PlannedPhase;
import io.pilab.plan.TrialPlan;
import io.pilab.progress.RunEvent.HostSaid;
import io.pilab.record.Event;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All who listen to a run. A failure of one is its own: the run goes on, and puts the hosts back, though nobody hears it. */
public final class RunListeners {
    private final List<RunListener> all;
    private final Set<RunListener> failed = new HashSet<>();

    public RunListeners(List<RunListener> all) {
        this.all = List.copyOf(all);
    }

    /** A phase begins. */
    public void began(Phase phase, String text) {
        tell(new RunEvent.PhaseBegan(phase, text));
    }

    /** A phase of a plan begins; one without a title is told of by what it does. */
    public void began(PlannedPhase planned) {
        planned.title().ifPresent(title -> began(planned.phase(), title));
    }

    /** Something of a phase is worth a line. */
    public void said(Phase phase, String text) {
        tell(new HostSaid(phase, text));
    }

    public void trialBegan(TrialPlan trial, int of) {
        tell(new RunEvent.TrialBegan(trial, of));
    }

    public void happened(Event event) {
        tell(new RunEvent.Happened(event));
    }

    public synchronized void tell(RunEvent event) {
        all.forEach(listener -> tell(listener, event));
    }

    private void tell(RunListener listener, RunEvent event) {
        try {
            listener.on(event);
        } catch (RuntimeException e) {
            if (failed.add(listener)) {
                tell(listener, new HostSaid(phase(event), "the run goes on, but it cannot be shown: " + e));
            }
        }
    }

    private static Phase phase(RunEvent event) {
        if (event instanceof RunEvent.PhaseBegan began) {
            return began.phase();
        }
        return event instanceof HostSaid said ? said.phase() : Phase.MEASURE;
    }
}
