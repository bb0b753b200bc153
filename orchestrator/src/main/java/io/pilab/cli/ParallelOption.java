package io.pilab.cli;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The option of every command that works on all hosts of a lab. */
final class ParallelOption {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many hosts at once (default: ${DEFAULT-VALUE}).",
            defaultValue = "8")
    private int limit;

    int limit() {
        if (limit < 1) {
            throw new ParameterException(spec.commandLine(), "--parallel takes 1 or more");
        }
        return limit;
    }
}
