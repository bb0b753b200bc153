package io.pilab.record;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The present condition of a host (agent script {@code condition.sh}). A value that its tools do not report is empty.
 *
 * @param mptcpIpv6 whether the kernel has MPTCP over IPv6
 * @param mptcpSettings settings of net.mptcp that the kernel has, by the last part of their names
 * @param blackholes how often the kernel has taken MPTCP for blocked since the start, and used plain TCP for a while
 * @param defaultMptcpFlags the flags in NetworkManager's configuration, for connections with "default"
 * @param synchronised whether a time service reports that the clock follows a server
 * @param freeKilobytes by folder
 * @param throttled the Pi firmware's report on power and heat, {@code 0x50000}
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
        List<InterfaceCondition> links) {
    /** A radio that is switched off: its type, such as {@code wlan}, and whether by a soft or a hard block. */
    public record Radio(String type, String name, String block) {}

    /**
     * An interface of the lab.
     *
     * @param state the kernel's operstate, {@code up}
     * @param megabits its speed
     * @param bitrate the bit rate of a wireless one, as printed by iw(8)
     * @param powerSave on or off
     * @param managerState NetworkManager's, {@code 10 (unmanaged)}
     * @param connection NetworkManager's active profile
     * @param mptcpFlags the flags of that profile
     */
    public record InterfaceCondition(
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
