package io.pilab.host;

import io.pilab.lab.Host;
import io.pilab.remote.Agent;

/** A host of the lab, and our scripts on it. */
public record ConnectedHost(Host host, Agent agent) {
    public String name() {
        return host.name();
    }
}
