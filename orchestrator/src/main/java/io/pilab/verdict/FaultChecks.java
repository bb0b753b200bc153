package io.pilab.verdict;

import io.pilab.fault.LinkState;
import io.pilab.metrics.Figures;
import io.pilab.metrics.TrafficTimes;
import io.pilab.record.Event.FaultFired;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Treatment;
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

    static List<Check> of(Treatment treatment, TrialRecord trial) {
        List<Check> checks = new ArrayList<>();
        FiredSteps fired = new FiredSteps(treatment, trial);
        List<TimedFault> timeline = treatment.timeline().faults();
        for (int step = 0; step < timeline.size(); step++) {
            TimedFault fault = timeline.get(step);
            String host = fired.host(fault.on());
            checks.add(check(fault, "", fault.at(), host, fired.find(step, FaultPhase.INJECT)));
            Optional<FaultFired> healed = fired.find(step, FaultPhase.HEAL);
            fault.healAt()
                    .filter(at -> at.compareTo(treatment.traffic().duration()) < 0)
                    .ifPresent(at -> checks.add(check(fault, "heal of ", at, host, healed)));
        }
        checks.addAll(RateChecks.of(treatment, trial));
        checks.addAll(LossChecks.of(treatment, trial));
        return checks;
    }

    private static Check check(TimedFault fault, String what, Duration at, String host, Optional<FaultFired> found) {
        String name = what
                + String.join(
                        " ",
                        Stream.concat(
                                        Stream.of(fault.fault().kind()),
                                        fault.fault().interfaces().stream().sorted())
                                .toList())
                + " on " + host + " at "
                + Figures.seconds(TrafficTimes.seconds(at));
        Duration tolerance = fault.fault()
                .moves()
                .map(moved -> moved == LinkState.CARRIER ? moved.latest() : TOLERANCE)
                .orElse(COMMAND_TOLERANCE);
        return found.map(f -> judged(name, f, tolerance)).orElse(new Check(name, Outcome.BROKEN, "it never happened"));
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
