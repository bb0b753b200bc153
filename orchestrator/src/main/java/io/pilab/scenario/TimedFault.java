package io.pilab.scenario;

import io.pilab.fault.Fault;
import io.pilab.lab.Role;
import java.time.Duration;
import java.util.Optional;

/**
 * A fault on a timeline.
 *
 * @param at offset from the traffic's first data
 * @param on the host that it happens on
 * @param holdFor heals the fault after this long; empty: it lasts until the trial's end
 * @param lockOutAllowed whether it may cut the interface that carries our SSH connection
 */
public record TimedFault(Duration at, Role on, Fault fault, Optional<Duration> holdFor, boolean lockOutAllowed) {
    /** The offset at which it is healed, if it is before the trial's end. */
    public Optional<Duration> healAt() {
        return holdFor.map(at::plus);
    }
}
