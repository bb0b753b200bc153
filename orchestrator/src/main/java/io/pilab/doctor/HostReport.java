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
 * Everything that a host reported of itself. A part that could not be read is empty.
 *
 * @param clockOffset seconds by which the host's clock is ahead of the controller's
 * @param unanswered why parts are empty, one line each
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
