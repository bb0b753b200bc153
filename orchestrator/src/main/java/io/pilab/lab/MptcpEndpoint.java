package io.pilab.lab;

import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/**
 * One entry of {@code ip mptcp endpoint} (ip-mptcp(8)).
 *
 * @param address IPv4 address, a dotted quad
 * @param device the interface that owns the address
 * @param id 1 to 255, unique on its host
 * @param flags at least one
 */
public record MptcpEndpoint(String address, String device, int id, Set<Flag> flags) {
    /** What the path manager does with the endpoint. */
    public enum Flag {
        SIGNAL,
        SUBFLOW,
        BACKUP,
        FULLMESH;

        /** The keyword of ip(8). */
        public String label() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    public MptcpEndpoint {
        Names.check(InterfaceAddress.IPV4, "address", address);
        Names.check(Names.INTERFACE, "interface", device);
        if (id < 1 || id > 255) {
            throw new IllegalArgumentException("endpoint id " + id + " is not between 1 and 255");
        }
        if (flags.isEmpty()) {
            throw new IllegalArgumentException("endpoint " + address + " has no flag");
        }
        if (flags.contains(Flag.SIGNAL) && flags.contains(Flag.FULLMESH)) {
            throw new IllegalArgumentException("endpoint " + address + " cannot be signal and fullmesh at once");
        }
        flags = Collections.unmodifiableSet(EnumSet.copyOf(flags));
    }
}
