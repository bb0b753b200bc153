package io.pilab.doctor;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;

/** Runs all checks on a host's report. */
public final class Diagnosis {
    private static final List<Function<CheckContext, List<Finding>>> ALL = List.of(
            s -> FitnessChecks.of(s.host(), s.evidence().facts(), s.needs().mptcp()),
            Diagnosis::unanswered,
            MptcpSettingChecks::of,
            AbilityChecks::of,
            LockOutChecks::of,
            RestorableChecks::of,
            NetworkChecks::of,
            ManagerChecks::of,
            LinkChecks::of,
            Iperf3Checks::of,
            SystemChecks::of,
            UsageChecks::of);

    private Diagnosis() {}

    /** The findings of every check, in the order of the checks. */
    public static List<Finding> of(CheckContext subject) {
        List<Finding> findings = new ArrayList<>();
        ALL.forEach(checks -> findings.addAll(checks.apply(subject)));
        findings.sort(Comparator.comparing(Finding::check)); // stable, so the findings of a check stay in order
        return findings;
    }

    private static List<Finding> unanswered(CheckContext subject) {
        if (subject.evidence().unanswered().isEmpty()) {
            return List.of(Finding.ok(HostCheck.SCRIPTS, "all answered"));
        }
        String cure = "Run it by hand on the host to see why: sudo sh /run/pilab/agent/*/SCRIPT.sh";
        return subject.evidence().unanswered().stream()
                .map(why -> Finding.unknown(HostCheck.SCRIPTS, why, cure))
                .toList();
    }
}
