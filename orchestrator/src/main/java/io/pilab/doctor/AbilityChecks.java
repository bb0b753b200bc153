package io.pilab.doctor;

import io.pilab.fault.Requirement;
import io.pilab.lab.Role;
import io.pilab.record.HostAbilities;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** What iproute2 and the kernel must support, as tried on the host. */
final class AbilityChecks {
    private AbilityChecks() {}

    static List<Finding> of(CheckContext subject) {
        Optional<HostAbilities> abilities = subject.evidence().abilities();
        if (abilities.isEmpty()) {
            String why = "nothing could be tried out";
            String cure = "See the check 'scripts' above; it needs unshare: sudo apt-get install util-linux";
            return List.of(
                    Finding.unknown(HostCheck.IPROUTE2, why, cure), Finding.unknown(HostCheck.FAULT_NEEDS, why, cure));
        }
        List<Finding> findings = new ArrayList<>(iproute2(subject, abilities.get()));
        findings.addAll(faults(subject.needs(), abilities.get()));
        return findings;
    }

    private static List<Finding> iproute2(CheckContext subject, HostAbilities abilities) {
        Map<String, String> wanted = new LinkedHashMap<>();
        if (subject.needs().mptcp() && subject.evidence().facts().mptcpEnabled().isPresent()) {
            wanted.put("endpoint", "ip mptcp endpoint");
            wanted.put("limits", "ip mptcp limits");
            wanted.put("monitor", "ip mptcp monitor");
            wanted.put("sockets", "ss -M");
        }
        if (subject.host().role() != Role.HELPER && subject.lab().mptcp().perSourceRouting()) {
            wanted.put("sources", "ip rule and ip route table");
        }
        List<Finding> missing = wanted.entrySet().stream()
                .flatMap(e -> abilities.missing(e.getKey()).stream()
                        .map(said -> Finding.failed(
                                HostCheck.IPROUTE2,
                                "iproute2 " + subject.evidence().facts().iproute2() + " or the kernel cannot do '"
                                        + e.getValue() + "': " + said,
                                "sudo apt-get install iproute2 (Bookworm or newer)")))
                .toList();
        String can = "iproute2 " + subject.evidence().facts().iproute2() + " does "
                + (wanted.isEmpty() ? "what is needed" : String.join(", ", wanted.values()));
        return missing.isEmpty() ? List.of(Finding.ok(HostCheck.IPROUTE2, can)) : missing;
    }

    private static List<Finding> faults(ScenarioRequirements needs, HostAbilities abilities) {
        if (needs.faults().isEmpty()) {
            return List.of(Finding.ok(HostCheck.FAULT_NEEDS, "no fault asks for more than that"));
        }
        return new TreeMap<>(needs.faults())
                .entrySet().stream()
                        .map(e -> fault(e.getKey(), String.join(", ", e.getValue()), abilities))
                        .toList();
    }

    private static Finding fault(Requirement requirement, String faults, HostAbilities abilities) {
        return abilities
                .missing(requirement.ability())
                .map(said -> Finding.failed(
                        HostCheck.FAULT_NEEDS,
                        faults + " needs " + requirement.description() + ", which the host does not have: " + said,
                        requirement.cure()))
                .orElseGet(() -> Finding.ok(HostCheck.FAULT_NEEDS, requirement.description() + ", for " + faults));
    }
}
