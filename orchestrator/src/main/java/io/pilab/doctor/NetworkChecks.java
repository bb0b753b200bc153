package io.pilab.doctor;

import io.pilab.lab.Host;
import io.pilab.lab.NetworkInterface;
import io.pilab.lab.Role;
import io.pilab.record.HostNetwork;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reverse path filter, ARP, MPTCP endpoints, MPTCP over IPv6. */
final class NetworkChecks {
    private static final int STRICT = 1;

    private NetworkChecks() {}

    static List<Finding> of(CheckContext subject) {
        List<Finding> findings = new ArrayList<>();
        if (subject.host().role() == Role.HELPER) {
            return List.of(); // the setting is left unchanged
        }
        findings.add(ipv6(subject));
        Optional<HostNetwork> network = subject.evidence().network();
        if (network.isPresent()) {
            findings.addAll(rpFilter(subject, network.get()));
            findings.add(arp(subject, network.get()));
            findings.addAll(endpoints(subject, network.get()));
        } else {
            String cure = "See the check 'scripts' above.";
            for (HostCheck check : List.of(HostCheck.RP_FILTER, HostCheck.ARP, HostCheck.ENDPOINTS)) {
                findings.add(Finding.unknown(check, "no answer from the host", cure));
            }
        }
        return findings;
    }

    private static Finding ipv6(CheckContext subject) {
        Optional<Boolean> known = subject.evidence().condition().flatMap(c -> c.mptcpIpv6());
        if (known.isEmpty()) {
            return Finding.notApplicable(HostCheck.MPTCP_IPV6, "the kernel's configuration cannot be read");
        }
        return Finding.ok(
                HostCheck.MPTCP_IPV6,
                known.get() ? "yes" : "no, as on Raspberry Pi OS; pilab's servers listen on IPv4, so nothing is lost");
    }

    private static List<Finding> rpFilter(CheckContext subject, HostNetwork network) {
        List<String> strict = subject.host().interfaces().stream()
                .map(NetworkInterface::name)
                .filter(name -> network.effectiveRpFilter(name) == STRICT)
                .toList();
        if (strict.isEmpty() || !sharesNetwork(subject.host())) {
            return List.of(Finding.ok(HostCheck.RP_FILTER, rpFilters(subject.host(), network)));
        }
        String is = "strict (1) on " + String.join(", ", strict);
        String cure = "sudo sysctl net.ipv4.conf.all.rp_filter=2";
        return List.of(
                subject.lab().mptcp().perSourceRouting()
                        ? Finding.warning(
                                HostCheck.RP_FILTER,
                                is + ", which goes well only as long as the per-source rules are in place",
                                cure)
                        : Finding.failed(
                                HostCheck.RP_FILTER,
                                is + ", which drops the subflows of all interfaces in a network but one",
                                cure));
    }

    private static String rpFilters(Host host, HostNetwork network) {
        return String.join(
                ", ",
                host.interfaces().stream()
                        .map(i -> i.name() + " " + network.effectiveRpFilter(i.name()))
                        .toList());
    }

    private static Finding arp(CheckContext subject, HostNetwork network) {
        String has = "arp_ignore " + network.arpIgnore() + ", arp_announce " + network.arpAnnounce();
        if (!sharesNetwork(subject.host())) {
            return Finding.ok(HostCheck.ARP, has + "; no two interfaces are in one network");
        }
        if (network.arpIgnore() >= 1 && network.arpAnnounce() == 2) {
            return Finding.ok(HostCheck.ARP, has);
        }
        return subject.lab().mptcp().perSourceRouting()
                ? Finding.ok(HostCheck.ARP, has + "; apply and run set 1 and 2")
                : Finding.warning(
                        HostCheck.ARP,
                        has + ", so that one interface answers for the other's address",
                        "Write 'routing: per-source' under mptcp: in the lab file.");
    }

    private static List<Finding> endpoints(CheckContext subject, HostNetwork network) {
        if (subject.evidence().facts().mptcpEnabled().isEmpty()) {
            return List.of(Finding.notApplicable(HostCheck.ENDPOINTS, "the kernel has no MPTCP"));
        }
        if (network.foreignEndpoints().isEmpty()) {
            return List.of(Finding.ok(HostCheck.ENDPOINTS, "none but the lab file's"));
        }
        return network.foreignEndpoints().stream()
                .map(e -> Finding.warning(
                        HostCheck.ENDPOINTS,
                        e + " is not in the lab file, and makes subflows of its own",
                        "pilab apply --adopt removes it; or by hand: sudo ip mptcp endpoint delete "
                                + e.replaceFirst(".*\\b(id [0-9]+).*", "$1")))
                .toList();
    }

    private static boolean sharesNetwork(Host host) {
        return host.interfaces().stream()
                        .map(NetworkInterface::address)
                        .map(a -> a.network())
                        .distinct()
                        .count()
                < host.interfaces().size();
    }
}
