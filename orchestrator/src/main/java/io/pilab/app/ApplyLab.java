package io.pilab.app;

import io.pilab.configure.HostConfiguration;
import io.pilab.configure.HostConfiguration.HostDifference;
import io.pilab.host.CapturedRuns;
import io.pilab.host.ConnectedHost;
import io.pilab.host.FactsReader;
import io.pilab.host.HostException;
import io.pilab.host.HostException.HostFailure;
import io.pilab.host.HostLock;
import io.pilab.host.HostLocks;
import io.pilab.iperf3.InstalledIperf3;
import io.pilab.iperf3.Iperf3Provision;
import io.pilab.iperf3.Iperf3Sources;
import io.pilab.iperf3.Leftovers;
import io.pilab.lab.Lab;
import io.pilab.preflight.Preflight;
import io.pilab.record.HostFacts;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Makes hosts what the lab file says, or tells how they differ. */
public final class ApplyLab {
    private static final String CHANGES = "changes";
    private static final String FOREIGN = "foreign";
    private static final String NOTES = "notes";

    private final Controller controller;
    private final Lab lab;
    private final boolean adopt;
    private final OptionalInt limit;

    /**
     * @param adopt whether foreign endpoints are to go
     * @param limit how many hosts are worked on at once; empty: more and more while they answer in time
     */
    public ApplyLab(Controller controller, Lab lab, boolean adopt, OptionalInt limit) {
        this.controller = controller;
        this.lab = lab;
        this.adopt = adopt;
        this.limit = limit;
    }

    /** What would be changed; no host is. */
    public List<HostSummary> difference(HostProgress progress, Cancellation cancellation) {
        return cancellation.during(() -> new HostWork(controller, progress)
                .run(lab.measured(), limit, HostLocks::none, new Provisioning(false)));
    }

    /**
     * Brings the difference about; the outcome of each host.
     *
     * @param steal whether to take over hosts that another user has locked
     */
    public List<HostSummary> apply(boolean steal, HostProgress progress, Cancellation cancellation) {
        return cancellation.during(() -> new HostWork(controller, progress)
                .run(lab.measured(), limit, tell -> controller.locks("apply", steal, tell), new Provisioning(true)));
    }

    /** A run that is restored later would undo what is changed now. */
    static void demandNoCapture(ConnectedHost session) {
        List<String> captured = CapturedRuns.problems(session.agent());
        if (!captured.isEmpty()) {
            throw new HostException(String.join("\n", captured), HostFailure.IN_USE);
        }
    }

    private final class Provisioning implements HostWork.WorkOnHost {
        private final Iperf3Sources sources = Iperf3Sources.of(lab.iperf3(), controller.environment());
        private final boolean changing;

        /** @param changing whether the difference is brought about */
        Provisioning(boolean changing) {
            this.changing = changing;
        }

        @Override
        public HostSummary summary(String host) {
            HostSummary summary = new HostSummary(host, CHANGES, FOREIGN, NOTES);
            summary.put("applied", changing);
            return summary;
        }

        @Override
        public boolean locking() {
            return changing;
        }

        @Override
        public void on(ConnectedHost session, Optional<HostLock> lock, HostSummary summary, HostProgress progress) {
            progress.at(session.name(), "asking what it is");
            HostFacts facts = FactsReader.read(session.agent());
            check(session, lock, facts);
            HostConfiguration configuration = new HostConfiguration(session.host(), lab.mptcp(), session.agent());
            HostDifference difference = configuration.difference(adopt);
            iperf3(session, lock, facts, summary, progress);
            if (lock.isPresent()) {
                lock.get().demand();
                configuration.apply(difference, change -> {
                    progress.at(session.name(), change.toString());
                    summary.add(CHANGES, change.toString(), change.toString());
                });
            } else {
                difference.changes().forEach(c -> summary.add(CHANGES, c.toString(), c.toString()));
            }
            difference
                    .foreign()
                    .forEach(f -> summary.add(FOREIGN, f, "? " + f + " is not in the lab file; left alone"));
        }

        private void check(ConnectedHost session, Optional<HostLock> lock, HostFacts facts) {
            List<String> problems = Preflight.unfit(session.host(), facts, true);
            if (!problems.isEmpty()) {
                throw new HostException(String.join("\n", problems), HostFailure.NOT_SUPPORTED);
            }
            if (lock.isPresent()) {
                demandNoCapture(session);
                new Leftovers(session.agent()).removePushed(); // also where a build that went on has made all of it
            }
        }

        private void iperf3(
                ConnectedHost session,
                Optional<HostLock> lock,
                HostFacts facts,
                HostSummary summary,
                HostProgress progress) {
            Iperf3Provision iperf3 = new Iperf3Provision(
                    lab.iperf3(), sources, session.agent(), text -> progress.at(session.name(), text));
            Optional<String> pending = iperf3.pending(facts);
            if (pending.isEmpty()) {
                return;
            }
            String change = pending.get();
            if (lock.isPresent()) {
                lock.get().demand();
                HostFacts.Iperf3Binary made = iperf3.provide(facts);
                if (facts.iperf3().contains(made)) {
                    summary.note(NOTES, InstalledIperf3.instead(lab.iperf3(), made));
                    return;
                }
                change = "+ iperf3 " + made.version() + " at " + made.path();
            }
            summary.add(CHANGES, change, change);
        }
    }
}
