package io.pilab.doctor;

import java.util.Locale;

/** The checks of a host, in the order of the report. docs/doctor.md explains each. */
public enum HostCheck {
    REACHABLE,
    HOST_KEY,
    LOGIN,
    SUDO,
    SCRIPTS,
    TOOLS,
    MPTCP,
    MPTCP_IPV6,
    IPROUTE2,
    FAULT_NEEDS,
    LOCK_OUT,
    RESTORABLE,
    INTERFACES,
    LINKS,
    RP_FILTER,
    ARP,
    NETWORK_MANAGER,
    MPTCPD,
    ENDPOINTS,
    POWER_SAVE,
    RADIOS,
    IPERF3,
    IPERF3_SECURITY,
    TIME,
    CLOCK,
    SPACE,
    POWER,
    PORT,
    CAPTURED,
    LOCK;

    /** {@code host-key}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
