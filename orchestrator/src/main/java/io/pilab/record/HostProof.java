package io.pilab.record;

import java.util.Map;
import java.util.TreeMap;

/**
 * What a host could not put back if a fault took it away, as tried out on it (agent script {@code proof.sh}).
 *
 * @param lost by {@link #qdisc} or {@link #endpoint}: what would be missing; empty when everything can be put back
 */
public record HostProof(Map<String, String> lost) {
    public HostProof {
        lost = java.util.Collections.unmodifiableMap(new TreeMap<>(lost));
    }

    /** The name of what an interface sends by. */
    public static String qdisc(String networkInterface) {
        return "qdisc " + networkInterface;
    }

    /** The name of an MPTCP endpoint. */
    public static String endpoint(String address) {
        return "endpoint " + address;
    }
}
