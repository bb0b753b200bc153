package io.pilab.metrics;

import io.pilab.record.Event;
import io.pilab.record.Event.FaultFired;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.record.TrialRecord;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The faults that really happened in a trial, the earliest first. */
public record TrialFaults(List<FaultFired> fired) {
    public static TrialFaults of(TrialRecord trial) {
        return new TrialFaults(trial.events().stream()
                .filter(Event.FaultFired.class::isInstance)
                .map(Event.FaultFired.class::cast)
                .sorted(Comparator.comparingDouble(FaultFired::actual))
                .toList());
    }

    /** The first that disturbs an interface; one that changes a setting before it is part of the conditions. */
    public Optional<FaultFired> first() {
        List<FaultFired> injected =
                fired.stream().filter(f -> f.phase() == FaultPhase.INJECT).toList();
        return injected.stream()
                .filter(f -> !f.networkInterface().isEmpty())
                .findFirst()
                .or(() -> injected.stream().findFirst());
    }

    /** Whether a host of the pair was restarted by then, which no connection outlives. */
    public static boolean restartedBefore(TrialRecord trial, double time) {
        List<String> pair = List.of(trial.path().client(), trial.path().server());
        return of(trial).fired.stream()
                .anyMatch(f -> f.fault().equals("reboot")
                        && pair.contains(f.host())
                        && f.exitCode() == 0
                        && f.actual() < time);
    }

    /** Whether that host was restarted. */
    static boolean restarted(TrialRecord trial, String host) {
        return of(trial).fired.stream()
                .anyMatch(f -> f.fault().equals("reboot") && f.host().equals(host) && f.exitCode() == 0);
    }

    /** Its first heal. */
    Optional<FaultFired> heal() {
        return first().flatMap(fault -> fired.stream()
                .filter(f -> f.phase() == FaultPhase.HEAL && f.actual() > fault.actual() && sameTarget(f, fault))
                .findFirst());
    }

    /** What the timeline does next after the first fault: its heal, or another fault. */
    Optional<FaultFired> next() {
        return first().flatMap(fault ->
                fired.stream().filter(f -> f.requested() > fault.requested()).findFirst());
    }

    private static boolean sameTarget(FaultFired a, FaultFired b) {
        if (a.step().isPresent() && b.step().isPresent()) {
            return a.step().equals(b.step());
        }
        return a.host().equals(b.host())
                && a.fault().equals(b.fault())
                && a.networkInterface().equals(b.networkInterface());
    }
}
