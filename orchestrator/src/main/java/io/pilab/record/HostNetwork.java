package io.pilab.record;

import java.util.List;
import java.util.Map;

/**
 * How a host's network is set up just now.
 *
 * @param rpFilter net.ipv4.conf.NAME.rp_filter by name, {@code all} among them; 1 is strict
 * @param arpIgnore net.ipv4.conf.all.arp_ignore
 * @param arpAnnounce net.ipv4.conf.all.arp_announce
 * @param foreignEndpoints MPTCP endpoints that the lab file does not speak of
 * @param lostEndpoints those that the lab file wants otherwise, and that could not be made again as they are
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

    /** What counts for an interface: the greater of its own value and that for all (ip-sysctl of the kernel). */
    public int effectiveRpFilter(String networkInterface) {
        return Math.max(rpFilter.getOrDefault("all", 0), rpFilter.getOrDefault(networkInterface, 0));
    }
}
