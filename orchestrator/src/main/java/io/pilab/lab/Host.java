package io.pilab.lab;

import java.util.List;
import java.util.Optional;

/**
 * A Pi of the lab.
 *
 * @param name its name in lab.yaml
 * @param interfaces in the file's order; only a helper may have none
 */
public record Host(String name, Role role, SshTarget ssh, List<NetworkInterface> interfaces) {
    public Host {
        Names.check(Names.NAME, "host", name);
        interfaces = List.copyOf(interfaces);
        if (interfaces.isEmpty() && role != Role.HELPER) {
            throw new IllegalArgumentException("host " + name + " has no interface");
        }
    }

    public Optional<NetworkInterface> networkInterface(String interfaceName) {
        return interfaces.stream().filter(i -> i.name().equals(interfaceName)).findFirst();
    }

    /** The endpoints of the lab file on this host, in the file's order. */
    public List<MptcpEndpoint> endpoints() {
        return interfaces.stream()
                .filter(i -> !i.flags().isEmpty())
                .map(i -> new MptcpEndpoint(i.address().ip(), i.name(), i.endpointId(), i.flags()))
                .toList();
    }
}
