package io.pilab.cli;

import java.util.OptionalInt;
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
            paramLabel = "N|auto",
            description = "How many hosts at once; auto: more while they answer in time (default: ${DEFAULT-VALUE}).",
            defaultValue = "auto")
    private String limit;

    /** Empty: more and more hosts while they answer in time. */
    OptionalInt limit() {
        if (limit.equals("auto")) {
            return OptionalInt.empty();
        }
        if (!limit.matches("[1-9]\\d{0,3}")) {
            throw new ParameterException(spec.commandLine(), "--parallel takes a number from 1 to 9999, or auto");
        }
        return OptionalInt.of(Integer.parseInt(limit));
    }
}
