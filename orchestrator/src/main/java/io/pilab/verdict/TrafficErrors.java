package io.pilab.verdict;

import io.pilab.metrics.Figures;
import io.pilab.metrics.Series;
import io.pilab.metrics.TrafficTimes;
import io.pilab.metrics.TrialFaults;
import io.pilab.record.Event;
import io.pilab.record.Event.Traffic.TrafficState;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Treatment;
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
record TrafficErrors(Optional<String> problem, List<String> notes) {
    /** How timeout(1) tells of a tool that was ended by SIGKILL, by itself or by another. */
    private static final int KILLED = 137;

    static TrafficErrors of(Treatment treatment, TrialRecord trial, Series series) {
        List<Event.Traffic> said = trial.events().stream()
                .filter(Event.Traffic.class::isInstance)
                .map(Event.Traffic.class::cast)
                .filter(t -> t.state() == TrafficState.ERROR || t.state() == TrafficState.WATCHDOG || killed(t))
                .sorted(Comparator.comparingDouble(Event.Traffic::t))
                .toList();
        List<String> notes = new ArrayList<>();
        said.stream()
                .filter(t -> !killed(t) || !watchdog(said, t.host()))
                .forEach(t -> notes.add(describe(treatment, t)));
        return new TrafficErrors(trial.problem().or(() -> problem(treatment, trial, series, said)), List.copyOf(notes));
    }

    private static Optional<String> problem(
            Treatment treatment, TrialRecord trial, Series series, List<Event.Traffic> said) {
        Optional<Event.Traffic> error =
                said.stream().filter(t -> t.state() == TrafficState.ERROR).findFirst();
        if (series.isEmpty()) {
            return Optional.of(
                    "no traffic: " + error.map(e -> describe(treatment, e)).orElse("neither side reported anything"));
        }
        double plannedEnd = TrafficTimes.seconds(treatment.traffic().duration());
        double good =
                TrialFaults.of(trial).first().map(Event.FaultFired::actual).orElse(plannedEnd - 0.5);
        boolean watchdog = said.stream().anyMatch(t -> t.state() == TrafficState.WATCHDOG);
        boolean restarted = TrialFaults.restartedBefore(trial, plannedEnd);
        return said.stream()
                .filter(t -> t.state() == TrafficState.ERROR && t.t() > 0)
                .filter(t -> endOf(t, trial) < good
                        || (t.t() < plannedEnd - 0.5 && endedFromOutside(treatment, t) && !watchdog && !restarted))
                .findFirst()
                .map(t -> (endOf(t, trial) < good ? "the traffic failed before the fault: " : "the traffic was ended: ")
                        + describe(treatment, t));
    }

    /** An error ends the tool, but tells no time of its own: it stands at the last report before it. */
    private static double endOf(Event.Traffic error, TrialRecord trial) {
        return trial.events().stream()
                .filter(e -> e instanceof Event.Traffic t
                        && t.state() == TrafficState.END
                        && t.host().equals(error.host())
                        && t.t() >= error.t())
                .mapToDouble(Event::t)
                .findFirst()
                .orElse(error.t());
    }

    static boolean endedFromOutside(Treatment treatment, Event.Traffic event) {
        return event.message().filter(treatment.traffic()::terminated).isPresent();
    }

    private static boolean watchdog(List<Event.Traffic> said, String host) {
        return said.stream()
                .anyMatch(t -> t.state() == TrafficState.WATCHDOG && t.host().equals(host));
    }

    private static boolean killed(Event.Traffic event) {
        return event.state() == TrafficState.END && event.exitCode().orElse(0) == KILLED;
    }

    static String describe(Treatment treatment, Event.Traffic event) {
        String tool = treatment.traffic().tool();
        String what = switch (event.state()) {
            case WATCHDOG -> tool + " hung and was killed at its time limit";
            case END ->
                event.exitCode().orElse(0) == KILLED
                        ? tool + " was killed"
                        : tool + " exited " + event.exitCode().orElse(0);
            default -> event.message().orElse("an error without a message");
        };
        return event.host() + (event.t() > 0 ? " at " + Figures.seconds(event.t()) : "") + ": " + what;
    }
}
