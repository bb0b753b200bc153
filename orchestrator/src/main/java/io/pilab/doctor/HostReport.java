package io.pilab.doctor;

import io.pilab.record.HostAbilities;
import io.pilab.record.HostCondition;
import io.pilab.record.HostFacts;
import io.pilab.record.HostNetwork;
import io.pilab.record.HostProof;
import io.pilab.record.HostUsage;
import java.util.List;
import java.util.Optional;

/**
 * All that a host said of itself. Empty is what could not be had.
 *
 * @param clockOffset seconds that the host's clock is ahead of ours
 * @param unanswered why something is empty, a line each
 */
public record HostReport(
        HostFacts facts,
        Optional<HostAbilities> abilities,
        Optional<HostCondition> condition,
        Optional<HostNetwork> network,
        Optional<HostProof> proof,
        Optional<HostUsage> usage,
        Optional<Double> clockOffset,
        List<String> unanswered) {
    public HostReport {
        unanswered = List.copyOf(unanswered);
    }
}
