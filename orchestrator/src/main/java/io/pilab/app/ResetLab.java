package io.pilab.app;

import io.pilab.configure.Rollback;
import io.pilab.host.ConnectedHost;
import io.pilab.host.HostLock;
import io.pilab.iperf3.Leftovers;
import io.pilab.lab.Lab;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/** Takes back what {@link ApplyLab} made, from what each host recorded itself. */
public final class ResetLab {
    private static final String TAKEN_BACK = "taken_back";
    private static final String LEFT = "left";
    private static final String PACKAGES = "packages";

    private final Controller controller;
    private final Lab lab;
    private final boolean dryRun;

    /**
     * A reset of a lab's hosts.
     *
     * @param dryRun whether it only tells what would be taken back
     */
    public ResetLab(Controller controller, Lab lab, boolean dryRun) {
        this.controller = controller;
        this.lab = lab;
        this.dryRun = dryRun;
    }

    /**
     * Does it; the outcome of each host.
     *
     * @param limit how many hosts are worked on at once; empty: more and more while they answer in time
     * @param steal whether to take over hosts that another user has locked
     */
    public List<HostSummary> reset(OptionalInt limit, boolean steal, HostProgress progress, Cancellation cancellation) {
        return cancellation.during(() -> new HostWork(controller, progress)
                .run(lab.hosts(), limit, tell -> controller.locks("reset", steal, tell), new Resetting()));
    }

    private final class Resetting implements HostWork.WorkOnHost {
        @Override
        public HostSummary summary(String host) {
            HostSummary summary = new HostSummary(host, TAKEN_BACK, LEFT, PACKAGES);
            summary.put("dry_run", dryRun);
            return summary;
        }

        @Override
        public boolean locking() {
            return !dryRun;
        }

        @Override
        public void on(ConnectedHost session, Optional<HostLock> lock, HostSummary summary, HostProgress progress) {
            progress.at(session.name(), "reading what apply made");
            Rollback rollback = new Rollback(session.agent());
            if (lock.isEmpty()) {
                rollback.items().forEach(item -> tell(summary, item));
            } else {
                ApplyLab.demandNoCapture(session);
                lock.get().demand();
                rollback.takeBack(item -> {
                    progress.at(session.name(), item.toString());
                    tell(summary, item);
                });
            }
            leftovers(session, lock, summary);
        }

        private static void tell(HostSummary summary, Rollback.Item item) {
            summary.add(item.standing() ? TAKEN_BACK : LEFT, item.toString(), item.toString());
        }

        private void leftovers(ConnectedHost session, Optional<HostLock> lock, HostSummary summary) {
            Leftovers leftovers = new Leftovers(session.agent());
            for (Leftovers.Build build : leftovers.builds()) {
                String line = "- " + build;
                lock.ifPresent(held -> {
                    held.demand();
                    leftovers.removeBuild(build);
                });
                summary.add(TAKEN_BACK, line, line);
            }
            List<String> packages = leftovers.packages();
            if (!packages.isEmpty()) {
                summary.addAll(
                        PACKAGES,
                        packages,
                        "packages that apply installed stay; to remove them: sudo apt-get remove "
                                + String.join(" ", packages));
            }
            if (lock.isPresent()) {
                leftovers.forgetPackages();
                leftovers.removePushed();
                int spools = leftovers.removeSpools();
                if (spools > 0) {
                    String line =
                            "- what " + spools + (spools == 1 ? " trial" : " trials") + " wrote in /run/pilab/runs";
                    summary.add(TAKEN_BACK, line, line);
                }
            }
        }
    }
}
