package io.pilab.plan;

import io.pilab.record.TrialRecord;
import io.pilab.scenario.Arm;

/**
 * One trial.
 *
 * @param number from 1
 */
public record TrialPlan(int number, Arm arm, TrialRecord.Path path, HostShare client, HostShare server) {
    /** The name of the trial's folder, {@code 01-mptcp}. */
    public String folder() {
        return String.format(java.util.Locale.ROOT, "%02d-%s", number, arm.label());
    }
}
