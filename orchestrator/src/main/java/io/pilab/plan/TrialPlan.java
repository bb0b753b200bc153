package io.pilab.plan;

import io.pilab.lab.Arm;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Treatment;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One trial.
 *
 * @param number from 1
 * @param helper the share of a host without traffic, where a fault is on one
 */
public record TrialPlan(
        int number,
        Treatment treatment,
        TrialRecord.Path path,
        HostShare client,
        HostShare server,
        Optional<HostShare> helper) {
    public Arm arm() {
        return treatment.arm();
    }

    /** The name of the trial's folder, {@code 01-mptcp}. */
    public String folder() {
        return String.format(java.util.Locale.ROOT, "%02d-%s", number, arm().name());
    }

    /** In the order of {@link RunPlan#hosts}. */
    public List<HostShare> shares() {
        List<HostShare> shares = new ArrayList<>(List.of(client, server));
        helper.ifPresent(shares::add);
        return List.copyOf(shares);
    }
}
