package io.pilab.lab;

import java.util.Optional;
import java.util.Set;

/**
 * A test interface of a host.
 *
 * @param name as the kernel calls it, {@code eth0}
 * @param address the address that the host owns on it
 * @param endpointId the id of its MPTCP endpoint, 1 to 255
 * @param flags the flags of its MPTCP endpoint; empty when it has none
 * @param managedSwitch the switch at the other end of its cable, if it takes commands
 */
public record NetworkInterface(
        String name,
        InterfaceAddress address,
        int endpointId,
        Set<MptcpEndpoint.Flag> flags,
        Optional<ManagedSwitch> managedSwitch) {
    public NetworkInterface {
        Names.check(Names.INTERFACE, "interface", name);
        flags = Set.copyOf(flags);
    }

    /** An interface whose switch takes no commands. */
    public NetworkInterface(String name, InterfaceAddress address, int endpointId, Set<MptcpEndpoint.Flag> flags) {
        this(name, address, endpointId, flags, Optional.empty());
    }
}
