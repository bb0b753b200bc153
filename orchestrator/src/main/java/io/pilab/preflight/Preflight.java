package io.pilab.preflight;

import io.pilab.doctor.CheckContext;
import io.pilab.doctor.Diagnosis;
import io.pilab.doctor.Finding;
import io.pilab.doctor.FitnessChecks;
import io.pilab.doctor.RestorableChecks;
import io.pilab.doctor.ScenarioRequirements;
import io.pilab.lab.Host;
import io.pilab.record.HostFacts;
import io.pilab.record.HostProof;
import io.pilab.remote.Agent;
import io.pilab.scenario.Treatment;
import java.util.List;

/** What on a host stands in the way of a run, found before anything is touched: what fails in a {@code doctor}. */
public final class Preflight {
    private Preflight() {}

    /** Why no run can be made on the host just now, each with its cure. */
    public static List<String> problems(CheckContext subject) {
        return texts(subject.host(), Diagnosis.of(subject));
    }

    /**
     * What the treatment's faults take away of the host and cannot be restored as it is now. Asked again before each trial:
     * the preflight may be long over.
     */
    public static List<String> unrestorable(Host host, Agent agent, Treatment treatment) {
        ScenarioRequirements needs = ScenarioRequirements.of(List.of(treatment), host);
        if (!needs.replaceSomething(host)) {
            return List.of();
        }
        HostProof proof = new ConditionReader(host, agent).proof();
        return texts(host, RestorableChecks.lost(host, needs, proof));
    }

    /** Why the host cannot be used, each with its cure; {@code mptcp} when an arm needs it. */
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
