package io.pilab.scenario;

import io.pilab.lab.Arm;
import io.pilab.traffic.Traffic;
import java.util.Optional;

/**
 * What the trials of one arm do.
 *
 * @param over the client's interface that its first flow uses (with TCP, its only one); empty: chosen by the faults
 */
public record Treatment(Arm arm, Traffic traffic, Optional<String> over, Timeline timeline, HostChanges changes) {
    /** One that changes nothing on the hosts. */
    public static Treatment of(Arm arm, Traffic traffic, Timeline timeline) {
        return new Treatment(arm, traffic, Optional.empty(), timeline, HostChanges.NONE);
    }
}
