package io.pilab.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.app.Failures;
import io.pilab.config.InvalidFileException;
import io.pilab.config.Problem;
import io.pilab.config.Suggestion;
import java.io.PrintWriter;
import java.nio.file.InvalidPathException;
import java.util.List;
import java.util.OptionalInt;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * Reports why a command failed: as text on standard error or, with {@code --format json}, as one line of kind
 * {@code error} on standard output.
 *
 * @param json whether the output has to be JSON
 */
record Errors(boolean json, PrintWriter out, PrintWriter err) {
    /** Reports the failure of a command and returns its exit code. */
    int failure(Exception failure) {
        if (failure instanceof InvalidFileException f) {
            return invalid(f.problems());
        }
        if (failure instanceof InvalidPathException f) {
            return said(
                    ExitCode.INVALID,
                    "'" + f.getInput() + "' cannot be the name of a file here: " + f.getReason()
                            + "\n  A name with letters beyond ASCII needs a UTF-8 locale: LC_ALL=C.UTF-8");
        }
        OptionalInt exitCode = ExitCode.of(failure);
        if (exitCode.isPresent()) {
            StringBuilder text = new StringBuilder(String.valueOf(failure.getMessage()));
            for (Throwable other : failure.getSuppressed()) { // of another host or of the same one
                text.append('\n').append(Failures.text(other));
            }
            return said(exitCode.getAsInt(), text.toString());
        }
        return unforeseen(failure);
    }

    /** Reports an unexpected exception. */
    int unforeseen(Throwable failure) {
        said(ExitCode.BROKEN, "internal error: " + failure + " (PILAB_DEBUG=1 shows where)");
        if (Environment.variables().get("PILAB_DEBUG") != null) {
            failure.printStackTrace(err);
        }
        return ExitCode.BROKEN;
    }

    /** Reports invalid arguments. The error comes last, where the reader looks. */
    int usage(ParameterException failure) {
        CommandLine command = failure.getCommandLine();
        StringBuilder text = new StringBuilder(message(failure, command));
        CommandSpec spec = command.getCommandSpec();
        text.append("\n  All options, with examples: ")
                .append(spec.qualifiedName())
                .append(" --help");
        return said(ExitCode.INVALID, text.toString());
    }

    private static String message(ParameterException failure, CommandLine command) {
        if (!(failure instanceof UnmatchedArgumentException unmatched)) {
            return failure.getMessage();
        }
        String word = unmatched.getUnmatched().get(0);
        String name = command.getCommandSpec().qualifiedName();
        if (!word.startsWith("-") && !command.getSubcommands().isEmpty()) {
            return "there is no command '" + word + "'"
                    + Suggestion.of(word, command.getSubcommands().keySet())
                            .map(known -> "; did you mean '" + name + " " + known + "'?")
                            .orElse("");
        }
        List<String> meant = unmatched.getSuggestions();
        return failure.getMessage() + (meant.isEmpty() ? "" : "; did you mean " + String.join(" or ", meant) + "?");
    }

    private int invalid(List<Problem> problems) {
        if (!json) {
            problems.forEach(err::println);
            return ExitCode.INVALID;
        }
        ObjectNode line = line(ExitCode.INVALID, problems.size() == 1 ? "1 problem" : problems.size() + " problems");
        problems.forEach(p -> line.withArray("problems").add(p.toString()));
        out.println(line);
        return ExitCode.INVALID;
    }

    private int said(int exitCode, String message) {
        if (json) {
            out.println(line(exitCode, message));
        } else {
            err.println("pilab: " + message);
        }
        return exitCode;
    }

    private static ObjectNode line(int exitCode, String message) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "error")
                .put("exit_code", exitCode)
                .put("message", message);
    }
}
