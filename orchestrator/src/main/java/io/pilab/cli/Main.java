package io.pilab.cli;

import io.pilab.config.InvalidFileException;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.OptionalInt;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;

/** The command line; only {@link #main} ends the JVM. */
public final class Main {
    /** Held, since the logging framework keeps weak references only. sshj logs whole stack traces. */
    private static final Logger SSHJ = Logger.getLogger("net.schmizz");

    private Main() {}

    public static void main(String[] args) {
        PrintWriter out = new PrintWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), true);
        PrintWriter err = new PrintWriter(new OutputStreamWriter(System.err, StandardCharsets.UTF_8), true);
        System.exit(run(out, err, args));
    }

    /** Runs one command line and returns its exit code. */
    public static int run(PrintWriter out, PrintWriter err, String... args) {
        SSHJ.setLevel(Level.OFF);
        CommandLine commandLine = new CommandLine(new PilabCommand())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionExceptionHandler((e, command, parsed) -> explain(e, command.getErr()));
        try {
            return commandLine.execute(args);
        } finally {
            out.flush();
            err.flush();
        }
    }

    private static int explain(Exception failure, PrintWriter err) {
        if (failure instanceof InvalidFileException f) {
            f.problems().forEach(err::println);
            return ExitCode.INVALID;
        }
        OptionalInt exitCode = Failures.exitCode(failure);
        if (exitCode.isPresent()) {
            err.println("pilab: " + failure.getMessage());
            return exitCode.getAsInt();
        }
        err.println("pilab: internal error: " + failure + " (PILAB_DEBUG=1 shows where)");
        if (System.getenv("PILAB_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        return ExitCode.BROKEN;
    }
}
