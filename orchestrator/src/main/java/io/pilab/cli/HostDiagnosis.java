package io.pilab.cli;

import io.pilab.doctor.Check;
import io.pilab.doctor.Finding;
import io.pilab.doctor.Status;
import io.pilab.lab.Host;
import java.util.Comparator;
import java.util.List;

/** All findings of one host. */
record HostDiagnosis(Host host, List<Finding> findings) {
    HostDiagnosis {
        findings = List.copyOf(findings);
    }

    /** Whether an SSH server answered at all. */
    boolean reached() {
        return findings.stream().noneMatch(f -> f.check() == Check.REACHABLE && f.status() != Status.OK);
    }

    /** Whether it was tried to reach it. */
    boolean asked() {
        return findings.stream().noneMatch(f -> f.check() == Check.REACHABLE && f.status() == Status.UNKNOWN);
    }

    boolean failed() {
        return findings.stream().anyMatch(Finding::failed);
    }

    Status worst() {
        return findings.stream()
                .map(Finding::status)
                .max(Comparator.naturalOrder())
                .orElse(Status.UNKNOWN);
    }

    long count(Status status) {
        return findings.stream().filter(f -> f.status() == status).count();
    }
}
