package io.pilab.cli;

import io.pilab.model.Lab;
import io.pilab.provision.CapturedRuns;
import io.pilab.provision.FactsReader;
import io.pilab.provision.HostConfiguration;
import io.pilab.provision.HostConfiguration.Difference;
import io.pilab.provision.Iperf3Provision;
import io.pilab.provision.Iperf3Sources;
import io.pilab.provision.Leftovers;
import io.pilab.record.HostFacts;
import io.pilab.run.Preflight;
import io.pilab.run.RunException;
import io.pilab.run.Session;
import java.util.List;
import java.util.Optional;

/** What plan and apply share: the difference of a host, and bringing it about. */
final class Provisioning implements HostWork.Work {
    private static final String CHANGES = "changes";
    private static final String FOREIGN = "foreign";
    private static final String NOTES = "notes";

    private final Lab lab;
    private final Purpose purpose;
    private final boolean adopt;
    private final Iperf3Sources sources;

    /** What the difference is wanted for. */
    enum Purpose {
        SHOW,
        CHECK,
        APPLY
    }

    /** @param adopt whether foreign endpoints are to go */
    Provisioning(Lab lab, Purpose purpose, boolean adopt) {
        this.lab = lab;
        this.purpose = purpose;
        this.adopt = adopt;
        this.sources = Iperf3Sources.of(lab.iperf3(), System.getenv());
    }

    @Override
    public HostReport report(String host) {
        HostReport report = new HostReport(host, CHANGES, FOREIGN, NOTES);
        report.put("applied", locking());
        return report;
    }

    @Override
    public boolean locking() {
        return purpose == Purpose.APPLY;
    }

    @Override
    public void on(Session session, HostReport report, HostBoard board) {
        board.tell(session.name(), "asking what it is");
        HostFacts facts = FactsReader.read(session.agent());
        check(session, facts);
        HostConfiguration configuration = new HostConfiguration(session.host(), lab.mptcp(), session.agent());
        Difference difference = configuration.difference(adopt);
        iperf3(session, facts, report, board);
        if (purpose == Purpose.APPLY) {
            configuration.apply(difference, session::demandLock, change -> {
                board.tell(session.name(), change.toString());
                report.add(CHANGES, change.toString(), change.toString());
            });
        } else {
            difference.changes().forEach(c -> report.add(CHANGES, c.toString(), c.toString()));
        }
        difference.foreign().forEach(f -> report.add(FOREIGN, f, "? " + f + " is not in the lab file; left alone"));
        if (purpose == Purpose.CHECK && !report.nothing()) {
            report.exitCode(ExitCode.EXPECTATION_FAILED);
        }
    }

    private void check(Session session, HostFacts facts) {
        List<String> problems = Preflight.unfit(session.host(), facts, true);
        if (!problems.isEmpty()) {
            throw new RunException(String.join("\n", problems), true);
        }
        if (purpose == Purpose.APPLY) {
            demandNoCapture(session);
            new Leftovers(session.agent()).removePushed(); // also where a build that went on has made all of it
        }
    }

    /** A run that is put back later would undo what is changed now. */
    static void demandNoCapture(Session session) {
        List<String> captured = CapturedRuns.problems(session.agent());
        if (!captured.isEmpty()) {
            throw new RunException(String.join("\n", captured), true);
        }
    }

    private void iperf3(Session session, HostFacts facts, HostReport report, HostBoard board) {
        Iperf3Provision iperf3 = new Iperf3Provision(
                lab.iperf3(), sources, session.agent(), progress -> board.tell(session.name(), progress));
        Optional<String> pending = iperf3.pending(facts);
        if (pending.isEmpty()) {
            return;
        }
        String change = pending.get();
        if (purpose == Purpose.APPLY) {
            session.demandLock();
            HostFacts.Iperf3Binary made = iperf3.provide(facts);
            if (facts.iperf3().contains(made)) {
                report.note(NOTES, Iperf3Provision.instead(lab.iperf3(), made));
                return;
            }
            change = "+ iperf3 " + made.version() + " at " + made.path();
        }
        report.add(CHANGES, change, change);
    }
}
