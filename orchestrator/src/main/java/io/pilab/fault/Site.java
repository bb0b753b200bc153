package io.pilab.fault;

import io.pilab.lab.Host;

/**
 * Where a fault happens.
 *
 * @param host whom it happens to
 * @param peer the pair's other host; a helper's faults name none of its interfaces
 */
public record Site(Host host, Host peer) {
    /** The address that the host has on an interface. */
    String address(String networkInterface) {
        return address(host, networkInterface);
    }

    String peerAddress(String networkInterface) {
        return address(peer, networkInterface);
    }

    private static String address(Host host, String networkInterface) {
        return host.networkInterface(networkInterface)
                .orElseThrow(() -> new IllegalArgumentException(host.name() + " has no interface " + networkInterface))
                .address()
                .ip();
    }
}
