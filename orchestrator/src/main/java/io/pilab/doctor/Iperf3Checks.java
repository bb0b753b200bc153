package io.pilab.doctor;

import io.pilab.lab.Iperf3Install.InstallSource;
import io.pilab.lab.Role;
import io.pilab.record.HostFacts.Iperf3Binary;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Which iperf3 the host has, and what is known of that version. */
final class Iperf3Checks {
    private Iperf3Checks() {}

    static List<Finding> of(CheckContext subject) {
        if (subject.host().role() == Role.HELPER) {
            return List.of(Finding.notApplicable(HostCheck.IPERF3, "a helper has no traffic"));
        }
        String wanted = subject.lab().iperf3().version();
        List<Iperf3Binary> all = subject.evidence().facts().iperf3();
        Optional<Iperf3Binary> exact = all.stream()
                .filter(b -> b.mptcp() && b.version().equals(wanted))
                .findFirst();
        Optional<Iperf3Binary> other = all.stream().filter(Iperf3Binary::mptcp).findFirst();
        // The distribution's package has whatever version the distribution ships.
        boolean anyVersion = subject.lab().iperf3().source() == InstallSource.PACKAGE;
        Optional<Iperf3Binary> good = exact.or(() -> other.filter(b -> anyVersion));
        Optional<Iperf3Binary> used = exact.or(() -> other);
        List<Finding> findings = new ArrayList<>();
        findings.add(good.map(b -> Finding.ok(HostCheck.IPERF3, b.version() + " with --mptcp at " + b.path()))
                .orElseGet(() -> missing(anyVersion ? "" : " " + wanted, other, all)));
        // The version that apply would install counts as well as the installed one.
        Stream.concat(
                        used.map(Iperf3Binary::version).stream(),
                        Stream.of(wanted).filter(w -> !anyVersion))
                .distinct()
                .flatMap(v -> weaknesses(v).stream())
                .forEach(findings::add);
        if (findings.size() == 1) {
            findings.add(used.map(b -> Finding.ok(HostCheck.IPERF3_SECURITY, "nothing known of " + b.version()))
                    .orElseGet(() -> Finding.notApplicable(HostCheck.IPERF3_SECURITY, "there is none yet")));
        }
        return findings;
    }

    private static Finding missing(String wanted, Optional<Iperf3Binary> other, List<Iperf3Binary> all) {
        String has = other.map(b -> b.path() + " is " + b.version() + ", with --mptcp")
                .orElseGet(() -> all.isEmpty()
                        ? "there is none"
                        : String.join(
                                ", ", all.stream().map(Iperf3Checks::lacking).toList()));
        return Finding.warning(
                HostCheck.IPERF3,
                "iperf3" + wanted + " with --mptcp is not there: " + has,
                "pilab apply puts it there");
    }

    private static String lacking(Iperf3Binary binary) {
        return binary.path() + (binary.version().isEmpty() ? " does not run" : " is " + binary.version())
                + ", without --mptcp";
    }

    private static Optional<Finding> weaknesses(String version) {
        if (!Iperf3Advisory.readable(version)) {
            return Optional.of(Finding.unknown(
                    HostCheck.IPERF3_SECURITY,
                    "what it calls its version cannot be read: '" + version + "'",
                    "iperf3 --version"));
        }
        List<String> known = Iperf3Advisory.of(version).stream()
                .sorted(Comparator.comparing(Iperf3Advisory::id))
                .map(a -> a.id() + " (" + a.what() + ")")
                .toList();
        return known.isEmpty()
                ? Optional.empty()
                : Optional.of(Finding.warning(
                        HostCheck.IPERF3_SECURITY,
                        version + " has " + String.join(", ", known)
                                + "; the server is open to the network while a run lasts",
                        "Write 'iperf3: { version: \"" + Iperf3Advisory.CURE
                                + "\" }' in the lab file, then: pilab apply"));
    }
}
