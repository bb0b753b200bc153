package io.pilab.progress;

import io.pilab.plan.Phase;
import io.pilab.plan.TrialPlan;
import io.pilab.record.Event;
import io.pilab.record.NotRestored;
import io.pilab.record.TrialRecord;
import java.util.List;

/** What a run reports while it is in progress. */
public sealed interface RunEvent {
    /** A phase begins. {@code text} describes it. */
    record PhaseBegan(Phase phase, String text) implements RunEvent {}

    /** A line of a phase. It begins with the host's name if it concerns one. */
    record HostSaid(Phase phase, String text) implements RunEvent {}

    /** A trial is about to begin. {@code of} is the number of trials in the run. */
    record TrialBegan(TrialPlan trial, int of) implements RunEvent {}

    /** Something happened on a host during a trial. */
    record Happened(Event event) implements RunEvent {}

    /** A trial is over, and its hosts are restored as far as possible. */
    record TrialEnded(TrialRecord trial) implements RunEvent {}

    /** The work on the hosts is done. Nothing is judged yet. */
    record RunEnded(List<NotRestored> notRestored) implements RunEvent {
        public RunEnded {
            notRestored = List.copyOf(notRestored);
        }
    }
}
