package io.pilab.cli;

import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParseResult;

/** The command line. Only {@link #main} ends the JVM. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        System.exit(run(out, err, args));
    }

    /** Runs one command line and returns its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        return run(Screen.usual(out, err), args);
    }

    static int run(Screen screen, String... args) {
        CommandLine commandLine = new PilabCommand(screen).commandLine(args);
        String[] words = Arguments.ordered(commandLine, args);
        Errors errors = new Errors(Arguments.json(words), screen.out(), screen.err());
        commandLine
                .setOut(screen.out())
                .setErr(screen.err())
                .setExecutionStrategy(parsed -> execute(screen, parsed))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((e, all) -> errors.usage(e))
                .setExecutionExceptionHandler((e, command, parsed) -> errors.failure(e));
        try {
            return commandLine.execute(words);
        } catch (StackOverflowError | OutOfMemoryError e) {
            return errors.unforeseen(e);
        } finally {
            screen.out().flush();
            screen.err().flush();
        }
    }

    /** Shows the progress of every command with text output. */
    private static int execute(Screen screen, ParseResult parsed) {
        CommandSpec command = parsed.asCommandLineList()
                .get(parsed.asCommandLineList().size() - 1)
                .getCommandSpec();
        boolean quiet =
                OutputOptions.of(command).filter(o -> !o.quiet && !o.json()).isEmpty();
        return screen.during(quiet, () -> new CommandLine.RunLast().execute(parsed));
    }
}
