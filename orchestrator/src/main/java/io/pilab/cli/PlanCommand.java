package io.pilab.cli;

import io.pilab.app.ApplyLab;
import io.pilab.app.TarballCheck;
import io.pilab.config.LabFile;
import io.pilab.lab.Lab;
import java.util.OptionalInt;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Shows what apply would change. */
@Command(
        name = "plan",
        addMethodSubcommands = false,
        description = "Shows how each host differs from the lab file. Changes nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "+ is missing, - was made by pilab and goes, ~ differs, ? is an endpoint that",
            "pilab did not make: left alone unless adopted.",
            "Exit codes: 0 done, 3 a host failed, 4 a host is unsupported. The remaining",
            "hosts were processed.",
            "",
            "Example:",
            "  pilab plan -f lab.yaml"
        })
final class PlanCommand implements Callable<Integer> {
    @Option(names = "--adopt", description = "Show what apply --adopt would do: remove foreign endpoints.")
    private boolean adopt;

    @Mixin
    private ParallelOption parallel;

    @Mixin
    private HostOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        OptionalInt limit = parallel.limit();
        Lab lab = LabFile.load(options.lab, Environment.variables());
        TarballCheck.demand(options.lab.toString(), lab, Environment.variables());
        return HostResults.exitCode(new HostResults(options, spec, "nothing to change")
                .show(
                        lab.measured(),
                        (controller, progress, cancellation) ->
                                new ApplyLab(controller, lab, adopt, limit).difference(progress, cancellation)));
    }
}
