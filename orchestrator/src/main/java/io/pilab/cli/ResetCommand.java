package io.pilab.cli;

import io.pilab.app.ResetLab;
import io.pilab.config.LabFile;
import io.pilab.lab.Lab;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Takes back what apply made. */
@Command(
        name = "reset",
        addMethodSubcommands = false,
        description = "Takes back exactly what apply made on each host, newest first; safe to run twice.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "Works from what each host recorded before each change, so the lab file may",
            "have changed since. Anything changed since pilab made it is left alone (?).",
            "Packages that apply installed stay, and are listed once.",
            "Exit codes: 0 done, 3 a host failed, 4 a host is locked. The remaining hosts",
            "were processed.",
            "",
            "Examples:",
            "  pilab reset --dry-run",
            "  pilab reset -f lab.yaml"
        })
final class ResetCommand implements Callable<Integer> {
    @Option(names = "--dry-run", description = "Show what would be taken back. Changes nothing.")
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
        OptionalInt limit = parallel.limit();
        Lab lab = LabFile.load(options.lab, Environment.variables());
        return HostResults.exitCode(new HostResults(options, spec, "nothing to take back")
                .show(
                        lab.hosts(),
                        (controller, progress, cancellation) -> new ResetLab(controller, lab, dryRun)
                                .reset(limit, lock.steal, progress, cancellation)));
    }
}
