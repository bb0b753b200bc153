package io.pilab.verdict;

import io.pilab.fault.PacketLoss;
import io.pilab.record.Event.FaultFired;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.record.Event.FaultFired.Loss;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Whether a packet-loss dropped the share that it asks for: by the host's own count of packets, until its heal. */
final class LossChecks {
    /** Standard deviations of a share that is drawn packet by packet: 1 trial of 1.7 million is further off by chance. */
    private static final double DEVIATIONS = 5;

    private LossChecks() {}

    static List<Check> of(Treatment treatment, TrialRecord trial) {
        FiredSteps fired = new FiredSteps(treatment, trial);
        List<TimedFault> timeline = treatment.timeline().faults();
        List<Check> checks = new ArrayList<>();
        for (int step = 0; step < timeline.size(); step++) {
            if (timeline.get(step).fault() instanceof PacketLoss loss) {
                Optional<FaultFired> healed = fired.find(step, FaultPhase.HEAL).filter(f -> f.exitCode() == 0);
                checks.add(check(loss, timeline.get(step), healed.flatMap(FaultFired::loss)));
            }
        }
        return checks;
    }

    private static Check check(PacketLoss fault, TimedFault timed, Optional<Loss> counted) {
        String name =
                "packet-loss of " + percent(fault.share()) + " on " + timed.on().label();
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

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%.2f %%", share);
    }
}
