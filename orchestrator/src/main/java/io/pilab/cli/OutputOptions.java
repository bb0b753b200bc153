package io.pilab.cli;

import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The output options of every command. */
class OutputOptions {
    static final String TEXT = "text";
    private static final String JSON = "json";

    /** When colours are used. */
    enum Color {
        auto,
        always,
        never
    }

    @Spec(Spec.Target.MIXEE)
    private CommandSpec command;

    private String format = TEXT;

    /** Whether a run with repeats prints each trial in full. */
    boolean details;

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

    @Option(
            names = "--format",
            paramLabel = "text|json",
            description = "How to print (default: ${DEFAULT-VALUE}).",
            defaultValue = TEXT)
    void format(String word) {
        format = formats().stream()
                .filter(word::equalsIgnoreCase)
                .findFirst()
                .orElseThrow(() -> new ParameterException(
                        command.commandLine(),
                        "Invalid value for option '--format': expected one of " + formats()
                                + " (case-insensitive) but was '" + word + "'"));
    }

    /** The words that {@code --format} takes. */
    List<String> formats() {
        return List.of(TEXT, JSON);
    }

    String format() {
        return format;
    }

    boolean json() {
        return format.equals(JSON);
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
                        && format.equals(TEXT));
    }
}
