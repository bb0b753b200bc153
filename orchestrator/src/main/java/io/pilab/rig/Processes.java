package io.pilab.rig;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** The one way to run something on this machine. */
interface Processes {
    /** Runs to the end; a non-zero exit is an answer. */
    Answer run(Command command);

    /** Runs to the end, with each line of its output, errors included, as it comes; returns the exit code. */
    int follow(List<String> words, Map<String, String> environment, Consumer<String> line);

    /** Starts something that outlives us, out of reach of the terminal's signals, and that writes to a log. */
    Process start(List<String> words, Path log);

    /** Runs with our own standard streams; the terminal's signals are for it alone. Returns the exit code. */
    int inherit(List<String> words, Map<String, String> environment);

    /** Runs to the end and throws RigException when the command fails. */
    default Answer must(Command command) {
        Answer answer = run(command);
        if (answer.succeeded()) {
            return answer;
        }
        String line = String.join(" ", command.words());
        String said = answer.error().isBlank()
                ? answer.output().strip()
                : answer.error().strip();
        throw command.feature()
                .map(f -> new RigException(
                        RigException.Kind.NOT_SUPPORTED, "not supported here: " + f + " (" + line + ": " + said + ")"))
                .orElseGet(() -> new RigException(
                        RigException.Kind.BROKEN, line + " exited " + answer.exitCode() + ": " + said));
    }

    /** Has a kernel module loaded where that can be; what it was for is asked for afterwards anyway. */
    default void loadModule(String name) {
        try {
            run(Command.of("modprobe", "-q", name));
        } catch (RigException e) {
            // no modprobe: a kernel without modules has all it can have
        }
    }
}
