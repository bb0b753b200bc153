package io.pilab.verdict;

import io.pilab.fault.LinkState;
import io.pilab.lab.Role;
import io.pilab.metrics.Figures;
import io.pilab.metrics.TrafficTimes;
import io.pilab.metrics.TrialFaults;
import io.pilab.record.Event.FaultFired;
import io.pilab.record.Event.FaultFired.Phase;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.TimedFault;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Whether every fault of the timeline happened, and when it was asked for. */
final class FaultChecks {
    /** What a fault may be off by of which the kernel tells; a carrier waits for a switch. */
    private static final Duration TOLERANCE = Duration.ofMillis(50);

    /** What another may be off by: all that is known is when its command ran. It is one fine interval. */
    private static final Duration COMMAND_TOLERANCE = Duration.ofMillis(100);

    private FaultChecks() {}

    static List<Check> of(Scenario scenario, TrialRecord trial) {
        List<Check> checks = new ArrayList<>();
        List<FaultFired> fired = TrialFaults.of(trial).fired();
        for (TimedFault fault : scenario.timeline().faults()) {
            checks.add(check(fault, Phase.INJECT, fault.at(), trial, fired));
            fault.healAt()
                    .filter(at -> at.compareTo(scenario.traffic().duration()) < 0)
                    .ifPresent(at -> checks.add(check(fault, Phase.HEAL, at, trial, fired)));
        }
        checks.addAll(RateChecks.of(scenario, trial));
        checks.addAll(LossChecks.of(scenario, trial));
        return checks;
    }

    private static Check check(TimedFault fault, Phase phase, Duration at, TrialRecord trial, List<FaultFired> fired) {
        String host = host(fault.on(), trial, fired);
        double requested = TrafficTimes.seconds(at);
        String name = (phase == Phase.HEAL ? "heal of " : "")
                + String.join(
                        " ",
                        Stream.concat(
                                        Stream.of(fault.fault().kind()),
                                        fault.fault().interfaces().stream().sorted())
                                .toList())
                + " on " + host + " at "
                + Figures.seconds(requested);
        Optional<FaultFired> found = fired.stream()
                .filter(f -> f.host().equals(host)
                        && f.phase() == phase
                        && f.fault().equals(fault.fault().kind())
                        && (f.networkInterface().isEmpty()
                                || fault.fault().interfaces().contains(f.networkInterface()))
                        && Math.abs(f.requested() - requested) < 1e-6)
                .findFirst();
        Duration tolerance = fault.fault()
                .moves()
                .map(moved -> moved == LinkState.CARRIER ? moved.latest() : TOLERANCE)
                .orElse(COMMAND_TOLERANCE);
        return found.map(f -> judged(name, f, tolerance)).orElse(new Check(name, Outcome.BROKEN, "it never happened"));
    }

    /** A record names client and server; whoever else fired a fault is the helper. */
    private static String host(Role role, TrialRecord trial, List<FaultFired> fired) {
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

    private static Check judged(String name, FaultFired fired, Duration tolerance) {
        double error = fired.actual() - fired.requested();
        String when = "at " + Figures.seconds(fired.actual()) + " (" + Figures.deviation(error) + ", "
                + Figures.uncertainty(fired.uncertainty()) + ")";
        if (fired.exitCode() != 0) {
            return new Check(name, Outcome.BROKEN, when + ", but its command exited " + fired.exitCode());
        }
        double off = Math.abs(error);
        double allowed = TrafficTimes.seconds(tolerance);
        if (off + fired.uncertainty() <= allowed) {
            return new Check(name, Outcome.PASS, when);
        }
        return new Check(
                name,
                Outcome.BROKEN,
                when
                        + (off - fired.uncertainty() > allowed
                                ? ": more than " + tolerance.toMillis() + " ms off, so the trial is not comparable"
                                : ": undetermined whether it was within " + tolerance.toMillis() + " ms"));
    }
}
