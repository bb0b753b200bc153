package io.pilab.verdict;

import io.pilab.fault.RateLimit;
import io.pilab.lab.Protocol;
import io.pilab.metrics.Figures;
import io.pilab.metrics.InterfaceBytes;
import io.pilab.metrics.TrafficTimes;
import io.pilab.metrics.TrialFaults;
import io.pilab.record.Event.Counters;
import io.pilab.record.Event.FaultFired;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether an interface sent, while a rate-limit was there, what the fault asks for: by the kernel's own counters. */
final class RateChecks {
    /** A token bucket lets through a burst beyond its rate, and counters are sampled every 0.2 s. */
    private static final double MOST = 1.1;

    /** TCP that fills its only path loses some of it, not half. */
    private static final double LEAST = 0.5;

    /** Seconds; what was queued when the fault came is gone by then. */
    private static final double SETTLING = 0.2;

    private static final double SHORTEST = 1;

    private final Treatment treatment;
    private final TrialRecord trial;

    private RateChecks(Treatment treatment, TrialRecord trial) {
        this.treatment = treatment;
        this.trial = trial;
    }

    static List<Check> of(Treatment treatment, TrialRecord trial) {
        RateChecks checks = new RateChecks(treatment, trial);
        List<Check> all = new ArrayList<>();
        FiredSteps fired = new FiredSteps(treatment, trial);
        List<TimedFault> timeline = treatment.timeline().faults();
        for (int step = 0; step < timeline.size(); step++) {
            if (timeline.get(step).fault() instanceof RateLimit limit) {
                fired.find(step, FaultPhase.INJECT)
                        .filter(f -> f.exitCode() == 0)
                        .map(f -> checks.check(limit, f))
                        .ifPresent(all::add);
            }
        }
        return all;
    }

    private Check check(RateLimit limit, FaultFired fired) {
        String name = "rate-limit of " + limit.networkInterface() + " on " + fired.host() + " to "
                + Figures.megabits((double) limit.rate());
        List<Counters> samples =
                InterfaceBytes.counters(trial.events(), fired.host()).getOrDefault(limit.networkInterface(), List.of());
        double start = fired.actual() + fired.uncertainty() + SETTLING;
        Optional<Sent> during = Sent.between(samples, start, end(fired));
        if (during.isEmpty() || during.get().seconds() < SHORTEST) {
            return new Check(
                    name,
                    Outcome.SKIPPED,
                    "unknown: the interface was not watched for " + Figures.plain(SHORTEST) + " s");
        }
        Optional<Sent> before = Sent.between(samples, 0, fired.actual() - fired.uncertainty());
        boolean filled = trial.arm().protocol() == Protocol.TCP
                && before.filter(sent -> sent.rate() >= limit.rate()).isPresent();
        String detail = "it sent " + Figures.megabits(during.get().rate()) + " from "
                + Figures.fixed(during.get().from(), 1) + " to "
                + Figures.fixed(during.get().to(), 1) + " s";
        if (during.get().rate() > limit.rate() * MOST) {
            return new Check(name, Outcome.BROKEN, detail + ": the limit did not hold");
        }
        if (filled && during.get().rate() < limit.rate() * LEAST) {
            return new Check(
                    name,
                    Outcome.BROKEN,
                    detail + ": the fault took more than it was asked to, before it the flow filled it");
        }
        return new Check(name, Outcome.PASS, detail);
    }

    /** When the limit ends: its heal, another fault on that interface, or the end of the traffic. */
    private double end(FaultFired fired) {
        return TrialFaults.of(trial).fired().stream()
                .filter(f -> f.host().equals(fired.host())
                        && f.networkInterface().equals(fired.networkInterface())
                        && f.actual() > fired.actual())
                .mapToDouble(f -> f.actual() - f.uncertainty())
                .findFirst()
                .orElse(TrafficTimes.seconds(treatment.traffic().duration()));
    }

    /** What the counters say between two samples, in seconds and bits per second. */
    private record Sent(double from, double to, double rate) {
        static Optional<Sent> between(List<Counters> samples, double start, double end) {
            List<Counters> within =
                    samples.stream().filter(s -> s.t() >= start && s.t() <= end).toList();
            if (within.size() < 2) {
                return Optional.empty();
            }
            Counters first = within.get(0);
            Counters last = within.get(within.size() - 1);
            return Optional.of(
                    new Sent(first.t(), last.t(), (last.txBytes() - first.txBytes()) * 8.0 / (last.t() - first.t())));
        }

        double seconds() {
            return to - from;
        }
    }
}
