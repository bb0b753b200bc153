package io.pilab.fault;

import io.pilab.agent.AddressScript;
import io.pilab.agent.AgentCommand;
import io.pilab.lab.Variant;
import java.util.Set;

/** The interface loses its IPv4 address, as when a DHCP lease ends; with it go the routes that need it. */
@Variant("The interface loses its IPv4 address, and the routes that need it.")
public record AddressRemove(String networkInterface) implements Fault {
    @Override
    public AgentCommand inject(Site site) {
        return AddressScript.remove(networkInterface, site.address(networkInterface));
    }

    @Override
    public AgentCommand heal(Site site) {
        return AddressScript.heal(networkInterface);
    }

    @Override
    public Set<String> interfaces() {
        return Set.of(networkInterface);
    }
}
