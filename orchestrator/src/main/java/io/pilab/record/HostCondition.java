package io.pilab.record;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How a host is just now (agent script {@code condition.sh}). Empty is what its tools do not tell.
 *
 * @param mptcpIpv6 whether the kernel has MPTCP over IPv6
 * @param mptcpSettings of net.mptcp, by the last part of their names; those that the kernel has
 * @param blackholes how often the kernel has taken MPTCP for blocked since the start, and used plain TCP for a while
 * @param defaultMptcpFlags of NetworkManager's configuration, for connections that say "default"
 * @param synchronised whether a time service says that the clock follows a server
 * @param freeKilobytes by folder
 * @param throttled what a Pi's firmware says of power and heat, {@code 0x50000}
 */
public record HostCondition(
        Optional<Boolean> mptcpIpv6,
        boolean networkManager,
        boolean mptcpd,
        Map<String, String> mptcpSettings,
        Optional<Long> blackholes,
        Optional<String> defaultMptcpFlags,
        Optional<Boolean> synchronised,
        Map<String, Long> freeKilobytes,
        Optional<String> throttled,
        List<Radio> blocked,
        List<Link> links) {
    /** A radio that is switched off: of type {@code wlan}, by a soft or a hard block. */
    public record Radio(String type, String name, String block) {}

    /**
     * An interface of the lab.
     *
     * @param state the kernel's operstate, {@code up}
     * @param megabits its speed
     * @param bitrate of a wireless one, as iw(8) says it
     * @param powerSave on or off
     * @param managerState NetworkManager's, {@code 10 (unmanaged)}
     * @param connection NetworkManager's profile that is active on it
     * @param mptcpFlags of that profile
     */
    public record Link(
            String name,
            Optional<String> state,
            Optional<Integer> megabits,
            boolean wireless,
            Optional<String> bitrate,
            Optional<String> powerSave,
            Optional<String> managerState,
            Optional<String> connection,
            Optional<String> mptcpFlags) {}

    public HostCondition {
        mptcpSettings = Map.copyOf(mptcpSettings);
        freeKilobytes = Map.copyOf(freeKilobytes);
        blocked = List.copyOf(blocked);
        links = List.copyOf(links);
    }
}
