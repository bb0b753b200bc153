package io.pilab.cli;

import io.pilab.config.LabFile;
import io.pilab.configure.Rollback;
import io.pilab.host.ConnectedHost;
import io.pilab.iperf3.Leftovers;
import io.pilab.lab.Lab;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes back what apply made. */
@Command(
        name = "reset",
        description = "Takes back exactly what apply made on each host, newest first; harmless twice.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Works from what each host recorded itself before each change, so the lab file",
            "may have changed since. What is not as pilab made it is left alone (?).",
            "Packages that apply installed stay; they are listed once.",
            "Exit codes: 0 done, 3 a host is broken, 4 one is in use; the others are done.",
            "",
            "Examples:",
            "  pilab reset --dry-run",
            "  pilab reset -f lab.yaml"
        })
final class ResetCommand implements Callable<Integer>, HostWork.Work {
    private static final String TAKEN_BACK = "taken_back";
    private static final String LEFT = "left";
    private static final String PACKAGES = "packages";

    @Option(names = "--dry-run", description = "Show what would be taken back; no host is touched.")
    private boolean dryRun;

    @Mixin
    private ParallelOption parallel;

    @Mixin
    private LockOption lock;

    @Mixin
    private HostOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        int limit = parallel.limit();
        Lab lab = LabFile.load(options.lab);
        HostWork work = new HostWork(options, Screen.of(spec), "nothing to take back");
        return work.run(lab.hosts(), limit, tell -> lock.locks("reset", tell), this);
    }

    @Override
    public HostSummary report(String host) {
        HostSummary report = new HostSummary(host, TAKEN_BACK, LEFT, PACKAGES);
        report.put("dry_run", dryRun);
        return report;
    }

    @Override
    public boolean locking() {
        return !dryRun;
    }

    @Override
    public void on(ConnectedHost session, HostSummary report, HostBoard board) {
        board.tell(session.name(), "reading what apply made");
        Rollback takingBack = new Rollback(session.agent());
        if (dryRun) {
            takingBack.items().forEach(item -> tell(report, item));
        } else {
            Provisioning.demandNoCapture(session);
            takingBack.takeBack(session::demandLock, item -> {
                board.tell(session.name(), item.toString());
                tell(report, item);
            });
        }
        leftovers(session, report);
    }

    private static void tell(HostSummary report, Rollback.Item item) {
        report.add(item.standing() ? TAKEN_BACK : LEFT, item.toString(), item.toString());
    }

    private void leftovers(ConnectedHost session, HostSummary report) {
        Leftovers leftovers = new Leftovers(session.agent());
        for (Leftovers.Build build : leftovers.builds()) {
            String line = "- " + build;
            if (!dryRun) {
                session.demandLock();
                leftovers.removeBuild(build);
            }
            report.add(TAKEN_BACK, line, line);
        }
        List<String> packages = leftovers.packages();
        if (!packages.isEmpty()) {
            report.addAll(
                    PACKAGES,
                    packages,
                    "packages that apply installed stay; to remove them: sudo apt-get remove "
                            + String.join(" ", packages));
        }
        if (!dryRun) {
            leftovers.forgetPackages();
            leftovers.removePushed();
            int spools = leftovers.removeSpools();
            if (spools > 0) {
                String line = "- what " + spools + (spools == 1 ? " trial" : " trials") + " wrote in /run/pilab/runs";
                report.add(TAKEN_BACK, line, line);
            }
        }
    }
}
