package io.pilab.analysis;

import io.pilab.record.Event;
import io.pilab.record.Event.FaultFired;
import io.pilab.record.Event.FaultFired.Phase;
import io.pilab.record.TrialRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The faults that really happened in a trial, the earliest first. */
record TrialFaults(List<FaultFired> fired) {
    static TrialFaults of(TrialRecord trial) {
        return new TrialFaults(trial.events().stream()
                .filter(Event.FaultFired.class::isInstance)
                .map(Event.FaultFired.class::cast)
                .sorted(Comparator.comparingDouble(FaultFired::actual))
                .toList());
    }

    Optional<FaultFired> first() {
        return fired.stream().filter(f -> f.phase() == Phase.INJECT).findFirst();
    }

    /** The first heal after the first fault. */
    Optional<FaultFired> heal() {
        return first().flatMap(fault -> fired.stream()
                .filter(f -> f.phase() == Phase.HEAL && f.actual() > fault.actual())
                .findFirst());
    }
}
