package io.pilab.doctor;

import io.pilab.record.HostCondition;
import io.pilab.record.HostCondition.InterfaceCondition;
import java.util.List;
import java.util.Optional;

/** Other programs that make MPTCP endpoints on the host: NetworkManager (1.40 or newer) and mptcpd. */
final class ManagerChecks {
    private static final String UNMANAGED = "10";

    private ManagerChecks() {}

    static List<Finding> of(CheckContext subject) {
        Optional<HostCondition> condition = subject.evidence().condition();
        if (condition.isEmpty()) {
            String cure = "See the check 'scripts' above.";
            return List.of(
                    Finding.unknown(HostCheck.NETWORK_MANAGER, "no answer from the host", cure),
                    Finding.unknown(HostCheck.MPTCPD, "no answer from the host", cure));
        }
        List<Finding> findings = new java.util.ArrayList<>(networkManager(condition.get()));
        findings.add(
                condition.get().mptcpd()
                        ? Finding.warning(
                                HostCheck.MPTCPD,
                                "mptcpd runs and manages endpoints and subflows by itself",
                                "sudo systemctl disable --now mptcp")
                        : Finding.ok(HostCheck.MPTCPD, "not running"));
        return findings;
    }

    private static List<Finding> networkManager(HostCondition condition) {
        if (!condition.networkManager()) {
            return List.of(Finding.ok(HostCheck.NETWORK_MANAGER, "not running"));
        }
        if (condition.links().stream().allMatch(l -> l.managerState().isEmpty())) {
            return List.of(Finding.unknown(
                    HostCheck.NETWORK_MANAGER, "it runs, but nmcli lists no interface", "nmcli device status"));
        }
        List<Finding> meddled = condition.links().stream()
                .flatMap(l -> link(l, condition.defaultMptcpFlags()).stream())
                .toList();
        return meddled.isEmpty()
                ? List.of(
                        Finding.ok(HostCheck.NETWORK_MANAGER, "running, and leaves these interfaces' endpoints alone"))
                : meddled;
    }

    private static Optional<Finding> link(InterfaceCondition link, Optional<String> configured) {
        boolean unmanaged = link.managerState().stream().anyMatch(s -> s.startsWith(UNMANAGED + " "));
        if (unmanaged || link.connection().isEmpty() || link.mptcpFlags().isEmpty()) {
            return Optional.empty(); // NetworkManager before 1.40 knows no such flags
        }
        String flags = link.mptcpFlags().get();
        String name = quoted(link.connection().get());
        return MptcpFlags.enabled(flags, configured)
                ? Optional.of(Finding.warning(
                        HostCheck.NETWORK_MANAGER,
                        "it makes endpoints of its own on " + link.name() + " (connection.mptcp-flags " + flags
                                + "), and takes pilab's away 6 s after the link went down",
                        "sudo nmcli connection modify " + name
                                + " connection.mptcp-flags disabled && sudo nmcli connection up " + name
                                + " (which interrupts an SSH connection over it)"))
                : Optional.empty();
    }

    private static String quoted(String name) {
        return name.matches("[A-Za-z0-9._-]+") ? name : "'" + name.replace("'", "'\\''") + "'";
    }
}
