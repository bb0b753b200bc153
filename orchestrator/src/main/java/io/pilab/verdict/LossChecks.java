package io.pilab.verdict;

import io.pilab.fault.PacketLoss;
import io.pilab.metrics.TrafficTimes;
import io.pilab.metrics.TrialFaults;
import io.pilab.record.Event.FaultFired;
import io.pilab.record.Event.FaultFired.Loss;
import io.pilab.record.Event.FaultFired.Phase;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.TimedFault;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a packet-loss dropped the share that it asks for: by the host's own count of packets, until its heal. */
final class LossChecks {
    /** Standard deviations of a share that is drawn packet by packet: 1 trial of 1.7 million is further off by chance. */
    private static final double DEVIATIONS = 5;

    private LossChecks() {}

    static List<Check> of(Scenario scenario, TrialRecord trial) {
        return scenario.timeline().faults().stream()
                .filter(timed -> timed.fault() instanceof PacketLoss)
                .map(timed -> check((PacketLoss) timed.fault(), timed, trial))
                .toList();
    }

    private static Check check(PacketLoss fault, TimedFault timed, TrialRecord trial) {
        String name =
                "packet-loss of " + percent(fault.share()) + " on " + timed.on().label();
        Optional<Loss> counted = timed.healAt().flatMap(at -> healed(fault, TrafficTimes.seconds(at), trial));
        if (counted.isEmpty()) {
            return new Check(name, Outcome.SKIPPED, "unknown: packets are counted until a heal, and there was none");
        }
        long packets = counted.get().packets();
        long dropped = counted.get().dropped();
        if (packets == 0) {
            return new Check(name, Outcome.SKIPPED, "unknown: no packet came by");
        }
        String detail = dropped + " of " + packets + " packets dropped, " + percent(100.0 * dropped / packets);
        double wanted = fault.share() / 100;
        double deviation = Math.sqrt(wanted * (1 - wanted) / packets);
        boolean so = Math.abs((double) dropped / packets - wanted) <= DEVIATIONS * deviation + 1.0 / packets;
        return new Check(name, so ? Outcome.PASS : Outcome.BROKEN, so ? detail : detail + ": not what it asks for");
    }

    private static Optional<Loss> healed(PacketLoss fault, double at, TrialRecord trial) {
        return TrialFaults.of(trial).fired().stream()
                .filter(f -> f.phase() == Phase.HEAL && f.exitCode() == 0)
                .filter(f -> f.fault().equals(fault.kind()) && Math.abs(f.requested() - at) < 1e-6)
                .filter(f ->
                        f.networkInterface().isEmpty() || fault.interfaces().contains(f.networkInterface()))
                .map(FaultFired::loss)
                .flatMap(Optional::stream)
                .findFirst();
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", share);
    }
}
