package io.pilab.record;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a host could not restore if a fault took it away, as tried on it (agent script {@code proof.sh}).
 *
 * @param lost by {@link #qdisc} or {@link #endpoint}: what would be missing; empty when everything can be restored
 */
public record HostProof(Map<String, String> lost) {
    public HostProof {
        lost = java.util.Collections.unmodifiableMap(new TreeMap<>(lost));
    }

    /** The name of an interface's root qdisc. */
    public static String qdisc(String networkInterface) {
        return "qdisc " + networkInterface;
    }

    /** The name of an MPTCP endpoint. */
    public static String endpoint(String address) {
        return "endpoint " + address;
    }
}
