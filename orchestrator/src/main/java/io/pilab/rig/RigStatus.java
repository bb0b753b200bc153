package io.pilab.rig;

import java.util.List;
import java.util.Optional;

/**
 * The status of a rig.
 *
 * @param network whether the switch and the controller exist
 */
public record RigStatus(String lab, boolean network, List<HostStatus> hosts) {
    /**
     * The status of a host.
     *
     * @param addresses of its interfaces, {@code eth0 172.31.0.133/24}
     * @param pid the host's init process, as seen from outside
     * @param up whether its sshd listens
     */
    public record HostStatus(String name, List<String> addresses, Optional<Long> pid, boolean up) {
        public HostStatus {
            addresses = List.copyOf(addresses);
        }
    }

    public RigStatus {
        hosts = List.copyOf(hosts);
    }

    /** Whether all of it is up. */
    public boolean up() {
        return network && hosts.stream().allMatch(HostStatus::up);
    }
}
