package io.pilab.host;

import io.pilab.record.HostFacts;
import java.util.Optional;

/**
 * A host on which a trial can begin.
 *
 * @param clock how far its clock was ahead of ours when we connected
 * @param program what starts the traffic tool on it; empty for a helper, which has no traffic
 */
public record ReadyHost(LockedHost locked, HostFacts facts, ClockOffset clock, Optional<String> program) {
    public String name() {
        return locked.name();
    }
}
