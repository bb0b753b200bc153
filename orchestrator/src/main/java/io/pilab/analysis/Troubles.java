package io.pilab.analysis;

import io.pilab.record.Event;
import io.pilab.record.Event.Traffic.State;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * What went wrong with the traffic itself.
 *
 * @param problem why the trial says nothing about the scenario
 * @param notes what a reader should know although the trial is good: after a fault, errors are part of the result
 */
record Troubles(Optional<String> problem, List<String> notes) {
    static Troubles of(Scenario scenario, TrialRecord trial, Series series) {
        List<Event.Traffic> said = trial.events().stream()
                .filter(Event.Traffic.class::isInstance)
                .map(Event.Traffic.class::cast)
                .filter(t -> t.state() == State.ERROR || t.state() == State.WATCHDOG)
                .sorted(Comparator.comparingDouble(Event.Traffic::t))
                .toList();
        List<String> notes = new ArrayList<>();
        said.forEach(t -> notes.add(describe(t)));
        return new Troubles(trial.problem().or(() -> problem(scenario, trial, series, said)), List.copyOf(notes));
    }

    private static Optional<String> problem(
            Scenario scenario, TrialRecord trial, Series series, List<Event.Traffic> said) {
        Optional<Event.Traffic> error =
                said.stream().filter(t -> t.state() == State.ERROR).findFirst();
        if (series.isEmpty()) {
            return Optional.of("no traffic: " + error.map(Troubles::describe).orElse("neither side reported anything"));
        }
        double plannedEnd = Failover.seconds(scenario.traffic().duration());
        double good =
                TrialFaults.of(trial).first().map(Event.FaultFired::actual).orElse(plannedEnd - 0.5);
        boolean watchdog = said.stream().anyMatch(t -> t.state() == State.WATCHDOG);
        return said.stream()
                .filter(t -> t.state() == State.ERROR && t.t() > 0)
                .filter(t -> t.t() < good || (t.t() < plannedEnd - 0.5 && endedFromOutside(t) && !watchdog))
                .findFirst()
                .map(t -> (t.t() < good ? "the traffic failed before the fault: " : "the traffic was ended: ")
                        + describe(t));
    }

    private static boolean endedFromOutside(Event.Traffic event) {
        return event.message().orElse("").contains("terminated");
    }

    private static String describe(Event.Traffic event) {
        return event.host() + (event.t() > 0 ? " at " + Figures.seconds(event.t()) : "") + ": "
                + (event.state() == State.WATCHDOG
                        ? "iperf3 did not end by itself and was ended at its time limit"
                        : event.message().orElse("an error without a message"));
    }
}
