package io.pilab.cli;

import io.pilab.app.ApplyLab;
import io.pilab.app.HostSummary;
import io.pilab.config.LabFile;
import io.pilab.lab.Lab;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Makes the hosts what the lab file says. */
@Command(
        name = "apply",
        addMethodSubcommands = false,
        description = "Makes each host what the lab file says: iperf3, MPTCP endpoints and limits, source routing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Nothing but iperf3 persists over a reboot of a host. A second apply changes",
            "nothing. reset takes back what apply made. A run needs no apply: it configures",
            "the hosts itself and restores them afterwards.",
            "Exit codes: 0 done, 1 --check found a difference, 3 a host failed, 4 a host is",
            "unsupported or locked. The remaining hosts were processed.",
            "",
            "Examples:",
            "  pilab apply -f lab.yaml",
            "  pilab apply --check"
        })
final class ApplyCommand implements Callable<Integer> {
    @Option(names = "--check", description = "Change nothing. Exit code 1 when something would change.")
    private boolean check;

    @Option(names = "--adopt", description = "Remove foreign endpoints. reset restores them.")
    private boolean adopt;

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
        OptionalInt limit = parallel.limit();
        Lab lab = LabFile.load(options.lab, Environment.variables());
        List<HostSummary> summaries = new HostResults(options, spec, "nothing to change")
                .show(lab.measured(), (controller, progress, cancellation) -> {
                    ApplyLab apply = new ApplyLab(controller, lab, adopt, limit);
                    return check
                            ? apply.difference(progress, cancellation)
                            : apply.apply(lock.steal, progress, cancellation);
                });
        boolean different = check && !summaries.stream().allMatch(HostSummary::nothing);
        int exitCode = HostResults.exitCode(summaries);
        return exitCode == ExitCode.DONE && different ? ExitCode.EXPECTATION_FAILED : exitCode;
    }
}
