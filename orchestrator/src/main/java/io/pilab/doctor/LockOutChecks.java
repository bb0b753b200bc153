package io.pilab.doctor;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Whether a fault would cut the way on which we come; the host itself says which interface that is. */
final class LockOutChecks {
    private LockOutChecks() {}

    static List<Finding> of(CheckContext subject) {
        if (!subject.needs().restarts().isEmpty()) {
            return List.of(Finding.failed(
                    Check.LOCK_OUT,
                    String.join(", ", subject.needs().restarts())
                            + " restarts the host: it could not be reached until it is up again, and what was set up on it"
                            + " since its last start would be gone",
                    "Write `allow: lock-out` into that step: what the trial recorded and what was captured is kept on the"
                            + " host's disk, and collected and put back when it is up"));
        }
        Optional<String> ours = subject.evidence().facts().sshInterface();
        if (ours.isEmpty()) {
            return subject.needs().cuts().isEmpty()
                    ? List.of(Finding.ok(Check.LOCK_OUT, "no fault cuts an interface"))
                    : List.of(Finding.unknown(
                            Check.LOCK_OUT,
                            "the host does not tell which interface carries our SSH connection",
                            "See the check 'scripts' above."));
        }
        String carries = ours.get() + ", which carries our SSH connection";
        Set<String> cutting = subject.needs().cuts().getOrDefault(ours.get(), Set.of());
        if (cutting.isEmpty()) {
            return List.of(Finding.ok(Check.LOCK_OUT, "no fault cuts " + carries + ", unasked"));
        }
        return List.of(Finding.failed(
                Check.LOCK_OUT,
                String.join(", ", cutting) + " cuts " + carries + ": the host could not be reached until it is healed",
                "Connect to another interface (`address:` of the host in the lab file), or write `allow: lock-out` into that"
                        + " step: the host continues on its own, and all is collected afterwards"));
    }
}
