package io.pilab.progress;

import io.pilab.plan.Phase;
import io.pilab.plan.PlannedPhase;
import io.pilab.plan.TrialPlan;
import io.pilab.progress.RunEvent.HostSaid;
import io.pilab.record.Event;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** All listeners of a run. A listener's failure does not affect the run, which still restores the hosts. */
public final class RunListeners {
    private final List<RunListener> all;
    private final Set<RunListener> failed = new HashSet<>();

    public RunListeners(List<RunListener> all) {
        this.all = List.copyOf(all);
    }

    /** Announces a phase. */
    public void began(Phase phase, String text) {
        tell(new RunEvent.PhaseBegan(phase, text));
    }

    /** Announces a phase of a plan that has a title. */
    public void began(PlannedPhase planned) {
        planned.title().ifPresent(title -> began(planned.phase(), title));
    }

    /** Reports a line of a phase. */
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
                tell(listener, new HostSaid(phase(event), "the run continues, but it cannot be shown: " + e));
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
