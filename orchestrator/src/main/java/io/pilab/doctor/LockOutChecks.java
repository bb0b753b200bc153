package io.pilab.doctor;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a fault would cut the interface that carries the SSH connection. */
final class LockOutChecks {
    private LockOutChecks() {}

    static List<Finding> of(CheckContext subject) {
        if (!subject.needs().restarts().isEmpty()) {
            return List.of(Finding.failed(
                    HostCheck.LOCK_OUT,
                    String.join(", ", subject.needs().restarts())
                            + " restarts the host: it would be unreachable until it is up again, and lose what was set up since its"
                            + " last start",
                    "Write `allow: lock-out` into that step. The trial's data and the captured state are kept on the host's"
                            + " disk, collected when it is up, and the host is restored"));
        }
        Optional<String> ours = subject.evidence().facts().sshInterface();
        if (ours.isEmpty()) {
            return subject.needs().cuts().isEmpty()
                    ? List.of(Finding.ok(HostCheck.LOCK_OUT, "no fault cuts an interface"))
                    : List.of(Finding.unknown(
                            HostCheck.LOCK_OUT,
                            "the host does not report which interface carries the SSH connection",
                            "See the check 'scripts' above."));
        }
        String carries = ours.get() + " (the SSH interface)";
        Set<String> cutting = subject.needs().cuts().getOrDefault(ours.get(), Set.of());
        if (cutting.isEmpty()) {
            return List.of(Finding.ok(HostCheck.LOCK_OUT, "no fault cuts " + carries + " without `allow: lock-out`"));
        }
        return List.of(Finding.failed(
                HostCheck.LOCK_OUT,
                String.join(", ", cutting) + " cuts " + carries
                        + ": the host would be unreachable until the fault is healed",
                "Connect to another interface (`address:` of the host in the lab file), or write `allow: lock-out` into that"
                        + " step. The host then continues on its own, and everything is collected afterwards"));
    }
}
