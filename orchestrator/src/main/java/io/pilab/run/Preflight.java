package io.pilab.run;

import io.pilab.doctor.Finding;
import io.pilab.doctor.FitnessChecks;
import io.pilab.doctor.Subject;
import io.pilab.model.Host;
import io.pilab.record.HostFacts;
import java.util.List;

/** What on a host stands in the way of a run, found before anything is touched: what fails in a {@code doctor}. */
public final class Preflight {
    private Preflight() {}

    /** Why no run can be made on the host just now, each with its cure. */
    public static List<String> problems(Subject subject) {
        return texts(subject.host(), subject.findings());
    }

    /** Why the host can not be used, each with its cure; {@code mptcp} when an arm needs it. */
    public static List<String> unfit(Host host, HostFacts facts, boolean mptcp) {
        return texts(host, FitnessChecks.of(host, facts, mptcp));
    }

    private static List<String> texts(Host host, List<Finding> findings) {
        return findings.stream()
                .filter(Finding::failed)
                .map(f -> host.name() + ": " + f.text())
                .toList();
    }
}
