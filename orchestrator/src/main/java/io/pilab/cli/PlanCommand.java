package io.pilab.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Shows what apply would change. */
@Command(
        name = "plan",
        description = "Shows how each host differs from the lab file; changes nothing.",
        mixinStandardHelpOptions = true,
        footer = {
            "",
            "+ is missing, ~ is there and differs, ? is foreign and left alone.",
            "",
            "Example:",
            "  pilab plan -f lab.yaml"
        })
final class PlanCommand implements Callable<Integer> {
    @Mixin
    private HostOptions options;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        return new Provisioning(options, spec.commandLine().getOut(), false).run();
    }
}
