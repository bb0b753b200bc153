package io.pilab.host;

import io.pilab.lab.Host;
import io.pilab.remote.Agent;

/** A host that is ours alone; whatever changes it asks {@code lock} first whether it still is. */
public record LockedHost(ConnectedHost connected, HostLock lock) {
    public String name() {
        return connected.name();
    }

    public Host host() {
        return connected.host();
    }

    public Agent agent() {
        return connected.agent();
    }
}
