package io.pilab.app;

import io.pilab.doctor.Finding;
import io.pilab.doctor.HostCheck;
import io.pilab.doctor.Status;
import io.pilab.lab.Host;
import java.util.Comparator;
import java.util.List;

/** All findings of one host. */
public record HostDiagnosis(Host host, List<Finding> findings) {
    public HostDiagnosis {
        findings = List.copyOf(findings);
    }

    /** Whether an SSH server answered at all. */
    public boolean reached() {
        return findings.stream().noneMatch(f -> f.check() == HostCheck.REACHABLE && f.status() != Status.OK);
    }

    /** Whether it was tried to reach it. */
    public boolean asked() {
        return findings.stream().noneMatch(f -> f.check() == HostCheck.REACHABLE && f.status() == Status.UNKNOWN);
    }

    public boolean failed() {
        return findings.stream().anyMatch(Finding::failed);
    }

    public Status worst() {
        return findings.stream()
                .map(Finding::status)
                .max(Comparator.naturalOrder())
                .orElse(Status.UNKNOWN);
    }

    public long count(Status status) {
        return findings.stream().filter(f -> f.status() == status).count();
    }
}
