package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.EndpointScript;
import io.pilab.lab.Host;
import io.pilab.lab.Variant;
import java.util.Set;

/** The MPTCP endpoint of an interface is deleted: the kernel closes its subflows at once, on both hosts. */
@Variant("The MPTCP endpoint of the interface is deleted: the kernel closes its subflows.")
public record EndpointRemove(String networkInterface) implements Fault {
    @Override
    public AgentCommand inject(Site site) {
        return EndpointScript.remove(site.address(networkInterface));
    }

    @Override
    public AgentCommand heal(Site site) {
        return EndpointScript.heal(site.address(networkInterface));
    }

    @Override
    public Set<String> interfaces() {
        return Set.of(networkInterface);
    }

    @Override
    public Set<String> cuts() {
        return Set.of();
    }

    @Override
    public boolean replaces(Host host, String what) {
        return host.networkInterface(networkInterface)
                .filter(i -> what.equals("endpoint " + i.address().ip()))
                .isPresent();
    }

    @Override
    public boolean ofPair() {
        return true;
    }

    @Override
    public boolean ofMptcp() {
        return true;
    }
}
