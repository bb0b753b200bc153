package io.pilab.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Prints what {@code --version} prints. */
@Command(
        name = "version",
        addMethodSubcommands = false,
        description = "Prints the version and the commit it was built from.",
        mixinStandardHelpOptions = true,
        versionProvider = VersionText.class,
        footer = {"", "Example:", "  pilab version"})
final class VersionCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        spec.commandLine().printVersionHelp(spec.commandLine().getOut());
        return ExitCode.DONE;
    }
}
