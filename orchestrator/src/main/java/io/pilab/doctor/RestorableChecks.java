package io.pilab.doctor;

import io.pilab.lab.Host;
import io.pilab.lab.NetworkInterface;
import io.pilab.record.HostNetwork;
import io.pilab.record.HostProof;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether the host can restore what a trial takes away, tried before anything is taken. */
public final class RestorableChecks {
    private RestorableChecks() {}

    static List<Finding> of(CheckContext subject) {
        List<Finding> findings = new ArrayList<>(endpoints(subject));
        Optional<HostProof> proof = subject.evidence().proof();
        if (proof.isPresent()) {
            findings.addAll(lost(subject.host(), subject.needs(), proof.get()));
        } else {
            findings.add(unproved(subject));
        }
        return findings.isEmpty() ? List.of(Finding.ok(HostCheck.RESTORABLE, restorable(subject, proof))) : findings;
    }

    /** What the faults take away and the host cannot restore. Empty when it can restore everything. */
    public static List<Finding> lost(Host host, ScenarioRequirements needs, HostProof proof) {
        List<Finding> findings = new ArrayList<>();
        proof.lost().forEach((what, missing) -> {
            List<String> faults = needs.replacing(host, what);
            if (!faults.isEmpty()) {
                findings.add(lost(what, missing, String.join(", ", faults)));
            }
        });
        return findings;
    }

    private static String restorable(CheckContext subject, Optional<HostProof> proof) {
        return subject.needs().timeline().isEmpty()
                        && !proof.orElseThrow().lost().isEmpty()
                ? "nothing is taken away; what could not be restored: "
                        + String.join(", ", proof.get().lost().keySet())
                : "everything that a trial takes away can be restored";
    }

    private static Finding lost(String what, String missing, String faults) {
        boolean qdisc = what.startsWith("qdisc ");
        String name = what.substring(what.indexOf(' ') + 1);
        return Finding.failed(
                HostCheck.RESTORABLE,
                faults + " takes the " + what + " away, which cannot be restored as it is: " + missing,
                qdisc
                        ? "Use another fault or interface, or take it away yourself for the time of the run: sudo tc qdisc del dev "
                                + name + " root"
                        : "Use another fault, or remove it yourself for the time of the run (ip mptcp endpoint show has its id):"
                                + " sudo ip mptcp endpoint delete id ID");
    }

    private static List<Finding> endpoints(CheckContext subject) {
        return subject.evidence().network().map(HostNetwork::lostEndpoints).orElseGet(List::of).stream()
                .map(e -> Finding.failed(
                        HostCheck.RESTORABLE,
                        e
                                + " differs from the lab file, and has a flag that this iproute2 does not know: once it is"
                                + " replaced it cannot be restored",
                        "Remove it yourself, or write it into the lab file as it is: sudo ip mptcp endpoint delete "
                                + e.replaceFirst(".*\\b(id [0-9]+).*", "$1")))
                .toList();
    }

    private static Finding unproved(CheckContext subject) {
        String cure = "See the check 'scripts' above; it needs unshare: sudo apt-get install util-linux";
        boolean needed = subject.host().interfaces().stream()
                .map(NetworkInterface::name)
                .anyMatch(name -> !subject.needs()
                        .replacing(subject.host(), HostProof.qdisc(name))
                        .isEmpty());
        String why = "nothing could be proved";
        return needed
                ? Finding.failed(HostCheck.RESTORABLE, why, cure)
                : Finding.unknown(HostCheck.RESTORABLE, why, cure);
    }
}
