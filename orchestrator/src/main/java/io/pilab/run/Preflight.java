package io.pilab.run;

import io.pilab.model.Host;
import io.pilab.model.NetworkInterface;
import io.pilab.record.HostFacts;
import java.util.ArrayList;
import java.util.List;

/** What on a host stands in the way of a run, found before anything is touched. */
public final class Preflight {
    /** A trial's spool is some 100 kB; leave room for a long one. */
    private static final long LEAST_KILOBYTES = 4096;

    private Preflight() {}

    /** Why the host can not be used, and what stands in the way of a run just now. */
    public static List<String> problems(Host host, HostFacts facts, boolean mptcp) {
        List<String> problems = new ArrayList<>(unfit(host, facts, mptcp));
        busy(facts).forEach(p -> problems.add(host.name() + ": " + p));
        return problems;
    }

    /** Why the host can not be used, each with its cure; {@code mptcp} when an arm needs it. */
    public static List<String> unfit(Host host, HostFacts facts, boolean mptcp) {
        List<String> problems = new ArrayList<>();
        missingTools(facts).ifPresent(problems::add);
        if (mptcp) {
            mptcp(facts).ifPresent(problems::add);
        }
        host.interfaces().forEach(i -> networkInterface(i, facts).ifPresent(problems::add));
        return problems.stream().map(p -> host.name() + ": " + p).toList();
    }

    private static List<String> busy(HostFacts facts) {
        List<String> problems = new ArrayList<>();
        if (facts.freeRunKilobytes() < LEAST_KILOBYTES) {
            problems.add("only " + facts.freeRunKilobytes() + " kB are free under /run/pilab, " + LEAST_KILOBYTES
                    + " kB are needed. Free some space under /run (df -h /run shows it).");
        }
        if (!facts.portUsers().isEmpty()) {
            problems.add(
                    "port 5201 is in use by " + String.join(", ", facts.portUsers())
                            + ". Another test may be running; otherwise end it (apt's iperf3.service: sudo systemctl stop iperf3).");
        }
        return problems;
    }

    private static java.util.Optional<String> missingTools(HostFacts facts) {
        return facts.missingTools().isEmpty()
                ? java.util.Optional.empty()
                : java.util.Optional.of("missing tools: " + String.join(", ", facts.missingTools())
                        + ". sudo apt-get install iproute2 procps util-linux coreutils");
    }

    private static java.util.Optional<String> mptcp(HostFacts facts) {
        if (facts.mptcpEnabled().isEmpty()) {
            return java.util.Optional.of("kernel " + facts.kernel()
                    + " has no MPTCP. Raspberry Pi OS has it since kernel 6.1.47: sudo apt full-upgrade, then reboot.");
        }
        return facts.mptcpEnabled().get() == 1
                ? java.util.Optional.empty()
                : java.util.Optional.of("MPTCP is switched off. sudo sysctl net.mptcp.enabled=1");
    }

    private static java.util.Optional<String> networkInterface(NetworkInterface wanted, HostFacts facts) {
        List<String> addresses = facts.addresses().get(wanted.name());
        if (addresses == null) {
            return java.util.Optional.of("there is no interface " + wanted.name() + "; it has "
                    + String.join(", ", facts.addresses().keySet()) + ". Correct the lab file.");
        }
        if (!addresses.contains(wanted.address().toString())) {
            String has = addresses.isEmpty() ? "no IPv4 address" : String.join(", ", addresses);
            return java.util.Optional.of(wanted.name() + " has " + has + ", the lab file says " + wanted.address()
                    + ". Correct the lab file, or give the interface that address.");
        }
        return java.util.Optional.empty();
    }
}
