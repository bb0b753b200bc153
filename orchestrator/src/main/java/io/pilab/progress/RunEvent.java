package io.pilab.progress;

import io.pilab.plan.Phase;
import io.pilab.plan.TrialPlan;
import io.pilab.record.Event;
import io.pilab.record.NotRestored;
import io.pilab.record.TrialRecord;
import java.util.List;

/** What a run tells while it goes on. */
public sealed interface RunEvent {
    /** A phase begins; {@code text} says with what. */
    record PhaseBegan(Phase phase, String text) implements RunEvent {}

    /** Something of a phase is worth a line; it begins with the host's name where it is about one. */
    record HostSaid(Phase phase, String text) implements RunEvent {}

    /** A trial is about to begin; {@code of} is how many the run has. */
    record TrialBegan(TrialPlan trial, int of) implements RunEvent {}

    /** Something happened on a host during a trial. */
    record Happened(Event event) implements RunEvent {}

    /** A trial is over, and its hosts are put back as far as they can be. */
    record TrialEnded(TrialRecord trial) implements RunEvent {}

    /** The hosts are done with; nothing is judged yet. */
    record RunEnded(List<NotRestored> notRestored) implements RunEvent {
        public RunEnded {
            notRestored = List.copyOf(notRestored);
        }
    }
}
