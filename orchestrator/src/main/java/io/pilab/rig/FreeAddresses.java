package io.pilab.rig;

import io.pilab.lab.InterfaceAddress;
import java.util.HashSet;
import java.util.Set;

/** Hands out addresses that no host of the lab uses, the highest of a network first. */
final class FreeAddresses {
    private final Set<Long> used = new HashSet<>();

    FreeAddresses(Iterable<InterfaceAddress> taken) {
        taken.forEach(address -> used.add(bits(address.ip())));
    }

    /**
     * A free address in the same network as an address.
     *
     * @throws RigException when every address of the network is taken
     */
    InterfaceAddress in(InterfaceAddress neighbour) {
        InterfaceAddress network = InterfaceAddress.parse(neighbour.network());
        long lowest = bits(network.ip()) + 1;
        long broadcast = bits(network.ip()) + (1L << (32 - network.prefixLength())) - 1;
        for (long candidate = broadcast - 1; candidate >= lowest; candidate--) {
            if (used.add(candidate)) {
                return new InterfaceAddress(dotted(candidate), network.prefixLength());
            }
        }
        throw new RigException(
                RigException.RigFailure.INVALID,
                "network " + network + " has no free address for the rig's controller; give it a shorter prefix in"
                        + " lab.yaml");
    }

    private static long bits(String ip) {
        long value = 0;
        for (String octet : ip.split("\\.")) {
            value = value * 256 + Integer.parseInt(octet);
        }
        return value;
    }

    private static String dotted(long bits) {
        return (bits >> 24) + "." + ((bits >> 16) & 255) + "." + ((bits >> 8) & 255) + "." + (bits & 255);
    }
}
