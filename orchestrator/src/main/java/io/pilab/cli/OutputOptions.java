package io.pilab.cli;

import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;

/** The output options of every command. */
class OutputOptions {
    /** The format of results. */
    enum Format {
        text,
        json
    }

    /** When colours are used. */
    enum Color {
        auto,
        always,
        never
    }

    @Option(names = "--format", paramLabel = "text|json", description = "How to print (default: ${DEFAULT-VALUE}).")
    Format format = Format.text;

    @Option(
            names = {"-q", "--quiet"},
            description = "Print results and errors only.")
    boolean quiet;

    @Option(
            names = "--color",
            paramLabel = "auto|always|never",
            description = "When to colour (default: ${DEFAULT-VALUE}; NO_COLOR is honoured).")
    Color color = Color.auto;

    /** The output options of a command. */
    static Optional<OutputOptions> of(CommandSpec command) {
        return command.mixins().values().stream()
                .map(CommandSpec::userObject)
                .filter(OutputOptions.class::isInstance)
                .map(OutputOptions.class::cast)
                .findFirst();
    }

    boolean json() {
        return format == Format.json;
    }

    /** Whether standard output is a terminal. The launcher knows, the JVM does not. */
    static boolean onTerminal() {
        return "1".equals(Environment.variables().get("PILAB_TERMINAL"));
    }

    /** Whether standard error is a terminal. */
    static boolean errorsOnTerminal() {
        return "1".equals(Environment.variables().get("PILAB_ERROR_TERMINAL"));
    }

    boolean coloured() {
        return color == Color.always
                || (color == Color.auto
                        && onTerminal()
                        && Environment.variables().get("NO_COLOR") == null
                        && !json());
    }
}
