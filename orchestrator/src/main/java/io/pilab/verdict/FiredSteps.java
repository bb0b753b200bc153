package io.pilab.verdict;

import io.pilab.lab.Role;
import io.pilab.metrics.TrafficTimes;
import io.pilab.metrics.TrialFaults;
import io.pilab.record.Event.FaultFired;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Treatment;
import java.util.List;
import java.util.Optional;

/** Finds what a record says of a step of the scenario's timeline. */
final class FiredSteps {
    private final List<TimedFault> timeline;
    private final TrialRecord trial;
    private final List<FaultFired> fired;

    FiredSteps(Treatment treatment, TrialRecord trial) {
        this.timeline = treatment.timeline().faults();
        this.trial = trial;
        this.fired = TrialFaults.of(trial).fired();
    }

    /** When it happened, or was taken back. */
    Optional<FaultFired> find(int step, FaultPhase phase) {
        return fired.stream()
                .filter(f -> f.phase() == phase)
                .filter(f -> f.step().isPresent() ? f.step().getAsInt() == step : looksLike(f, timeline.get(step)))
                .findFirst();
    }

    /** A record of before has no number of the step: it is known by its host, its name and its time. */
    private boolean looksLike(FaultFired event, TimedFault step) {
        double requested = TrafficTimes.seconds(
                event.phase() == FaultPhase.INJECT ? step.at() : step.healAt().orElse(step.at()));
        return event.host().equals(host(step.on()))
                && event.fault().equals(step.fault().kind())
                && (event.networkInterface().isEmpty()
                        || step.fault().interfaces().contains(event.networkInterface()))
                && Math.abs(event.requested() - requested) < 1e-6;
    }

    /** A record names client and server. Any other host that fired a fault is the helper. */
    String host(Role role) {
        String client = trial.path().client();
        String server = trial.path().server();
        return switch (role) {
            case CLIENT -> client;
            case SERVER -> server;
            case HELPER ->
                fired.stream()
                        .map(FaultFired::host)
                        .filter(name -> !name.equals(client) && !name.equals(server))
                        .findFirst()
                        .orElse("the helper");
        };
    }
}
