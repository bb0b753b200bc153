package io.pilab.cli;

import io.pilab.configure.HostConfiguration;
import io.pilab.configure.HostConfiguration.Difference;
import io.pilab.host.CapturedRuns;
import io.pilab.host.FactsReader;
import io.pilab.host.RunException;
import io.pilab.host.ConnectedHost;
import io.pilab.iperf3.InstalledIperf3;
import io.pilab.iperf3.Iperf3Provision;
import io.pilab.iperf3.Iperf3Sources;
import io.pilab.lab.Lab;
import io.pilab.preflight.Preflight;
import io.pilab.record.HostFacts;
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
    public HostSummary report(String host) {
        HostSummary report = new HostSummary(host, CHANGES, FOREIGN, NOTES);
        report.put("applied", locking());
        return report;
    }

    @Override
    public boolean locking() {
        return purpose == Purpose.APPLY;
    }

    @Override
    public void on(ConnectedHost session, HostSummary report, HostBoard board) {
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

    private void check(ConnectedHost session, HostFacts facts) {
        List<String> problems = Preflight.unfit(session.host(), facts, true);
        if (!problems.isEmpty()) {
            throw new RunException(String.join("\n", problems), true);
        }
        if (purpose == Purpose.APPLY) {
            demandNoCapture(session);
        }
    }

    /** A run that is put back later would undo what is changed now. */
    static void demandNoCapture(ConnectedHost session) {
        List<String> captured = CapturedRuns.problems(session.agent());
        if (!captured.isEmpty()) {
            throw new RunException(String.join("\n", captured), true);
        }
    }

    private void iperf3(ConnectedHost session, HostFacts facts, HostSummary report, HostBoard board) {
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
                report.note(NOTES, InstalledIperf3.instead(lab.iperf3(), made));
                return;
            }
            change = "+ iperf3 " + made.version() + " at " + made.path();
        }
        report.add(CHANGES, change, change);
    }
}
