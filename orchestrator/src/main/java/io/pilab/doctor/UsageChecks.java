package io.pilab.doctor;

import io.pilab.lab.Role;
import io.pilab.record.HostUsage;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Other users of the host. */
final class UsageChecks {
    private UsageChecks() {}

    static List<Finding> of(CheckContext subject) {
        List<Finding> findings = new ArrayList<>();
        findings.add(
                subject.host().role() == Role.HELPER
                        ? Finding.notApplicable(HostCheck.PORT, "a helper has no traffic")
                        : port(subject.evidence().facts().portUsers()));
        Optional<HostUsage> usage = subject.evidence().usage();
        if (usage.isEmpty()) {
            String cure = "See the check 'scripts' above.";
            findings.add(Finding.unknown(HostCheck.CAPTURED, "no answer from the host", cure));
            findings.add(Finding.unknown(HostCheck.LOCK, "no answer from the host", cure));
            return findings;
        }
        findings.addAll(captured(subject.host().name(), usage.get().captured()));
        findings.add(usage.get()
                .lock()
                .map(UsageChecks::lock)
                .orElseGet(() -> Finding.notApplicable(HostCheck.LOCK, "not asked")));
        return findings;
    }

    private static Finding port(List<String> users) {
        return users.isEmpty()
                ? Finding.ok(HostCheck.PORT, "5201 is free")
                : Finding.failed(
                        HostCheck.PORT,
                        "port 5201 is in use by " + String.join(", ", users),
                        "Another test may be running; otherwise end it (apt's iperf3.service: sudo systemctl stop iperf3).");
    }

    private static List<Finding> captured(String host, List<HostUsage.Captured> runs) {
        if (runs.isEmpty()) {
            return List.of(Finding.ok(HostCheck.CAPTURED, "no run left anything"));
        }
        return runs.stream()
                .map(run -> Finding.failed(
                        HostCheck.CAPTURED,
                        run.run() + " has been running on it since " + run.since() + ", or was cut off",
                        "Wait for its end, or restore the host with: pilab restore " + host))
                .toList();
    }

    private static Finding lock(HostUsage.Lock lock) {
        if (!lock.held()) {
            return Finding.ok(HostCheck.LOCK, "free");
        }
        return Finding.failed(
                HostCheck.LOCK,
                lock.owner() + " holds it for " + lock.run() + " since " + lock.since() + ", and for "
                        + lock.expiresIn() + " s unless renewed",
                "Wait for its end, or take the host over: pilab run --steal");
    }
}
