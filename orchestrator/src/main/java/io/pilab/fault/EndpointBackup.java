package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.agent.EndpointScript;
import io.pilab.lab.Variant;
import java.util.Set;

/** The endpoint of an interface becomes a backup: its subflows carry data only while no other can. */
@Variant("The MPTCP endpoint of the interface becomes a backup.")
public record EndpointBackup(String networkInterface) implements Fault {
    @Override
    public AgentCommand inject(Site site) {
        return EndpointScript.backup(site.address(networkInterface));
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
    public boolean ofPair() {
        return true;
    }

    @Override
    public boolean ofMptcp() {
        return true;
    }
}
