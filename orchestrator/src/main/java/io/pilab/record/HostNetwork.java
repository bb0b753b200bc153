package io.pilab.record;

import java.util.List;
import java.util.Map;

/**
 * How a host's network is set up at present.
 *
 * @param rpFilter net.ipv4.conf.NAME.rp_filter by name, {@code all} among them; 1 is strict
 * @param arpIgnore net.ipv4.conf.all.arp_ignore
 * @param arpAnnounce net.ipv4.conf.all.arp_announce
 * @param foreignEndpoints MPTCP endpoints that the lab file does not mention
 * @param lostEndpoints endpoints that differ from the lab file and could not be restored once replaced
 */
public record HostNetwork(
        Map<String, Integer> rpFilter,
        int arpIgnore,
        int arpAnnounce,
        List<String> foreignEndpoints,
        List<String> lostEndpoints) {
    public HostNetwork {
        rpFilter = Map.copyOf(rpFilter);
        foreignEndpoints = List.copyOf(foreignEndpoints);
        lostEndpoints = List.copyOf(lostEndpoints);
    }

    /** The effective value for an interface: the greater of its own value and that for all (ip-sysctl of the kernel). */
    public int effectiveRpFilter(String networkInterface) {
        return Math.max(rpFilter.getOrDefault("all", 0), rpFilter.getOrDefault(networkInterface, 0));
    }
}
