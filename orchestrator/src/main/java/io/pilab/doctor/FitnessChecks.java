package io.pilab.doctor;

import io.pilab.lab.Host;
import io.pilab.lab.NetworkInterface;
import io.pilab.record.HostFacts;
import java.util.ArrayList;
import java.util.List;

/** Whether a host can be used at all: tools, kernel, interfaces. */
public final class FitnessChecks {
    private FitnessChecks() {}

    /** Checks the facts alone. {@code mptcp}: whether a run uses MPTCP. */
    public static List<Finding> of(Host host, HostFacts facts, boolean mptcp) {
        List<Finding> findings = new ArrayList<>();
        findings.add(tools(facts));
        findings.add(mptcp ? mptcp(facts) : Finding.notApplicable(HostCheck.MPTCP, "no arm uses it"));
        List<Finding> wrong = host.interfaces().stream()
                .flatMap(i -> networkInterface(i, facts).stream())
                .toList();
        findings.addAll(wrong.isEmpty() ? List.of(interfaces(host)) : wrong);
        return findings;
    }

    private static Finding tools(HostFacts facts) {
        return facts.missingTools().isEmpty()
                ? Finding.ok(HostCheck.TOOLS, "all there")
                : Finding.failed(
                        HostCheck.TOOLS,
                        "missing tools: " + String.join(", ", facts.missingTools()),
                        "sudo apt-get install iproute2 procps util-linux coreutils");
    }

    private static Finding mptcp(HostFacts facts) {
        if (facts.mptcpEnabled().isEmpty()) {
            return Finding.failed(
                    HostCheck.MPTCP,
                    "kernel " + facts.kernel() + " has no MPTCP",
                    "Raspberry Pi OS has it since kernel 6.1.47: sudo apt full-upgrade, then reboot.");
        }
        return facts.mptcpEnabled().get() == 1
                ? Finding.ok(HostCheck.MPTCP, "kernel " + facts.kernel() + ", switched on")
                : Finding.failed(HostCheck.MPTCP, "MPTCP is switched off", "sudo sysctl net.mptcp.enabled=1");
    }

    private static List<Finding> networkInterface(NetworkInterface wanted, HostFacts facts) {
        List<String> addresses = facts.addresses().get(wanted.name());
        if (addresses == null) {
            String has = String.join(
                    ", ", facts.addresses().keySet().stream().sorted().toList());
            return List.of(Finding.failed(
                    HostCheck.INTERFACES,
                    "there is no interface " + wanted.name() + "; it has " + has,
                    "Correct the lab file."));
        }
        if (addresses.contains(wanted.address().toString())) {
            return List.of();
        }
        String has = addresses.isEmpty() ? "no IPv4 address" : String.join(", ", addresses);
        return List.of(Finding.failed(
                HostCheck.INTERFACES,
                wanted.name() + " has " + has + ", the lab file says " + wanted.address(),
                "Correct the lab file, or give the interface that address."));
    }

    private static Finding interfaces(Host host) {
        return Finding.ok(
                HostCheck.INTERFACES,
                String.join(
                        ", ",
                        host.interfaces().stream()
                                .map(i -> i.name() + " " + i.address())
                                .toList()));
    }
}
