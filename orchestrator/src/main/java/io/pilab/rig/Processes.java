package io.pilab.rig;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Runs programs on this machine. */
interface Processes {
    /** Runs a command to its end. A non-zero exit code is a result. */
    Answer run(LocalCommand command);

    /** Runs a command to its end and passes on each line of output as it comes, errors included. Returns the exit code. */
    int follow(List<String> words, Map<String, String> environment, Consumer<String> line);

    /** Starts a process that outlives this one, ignores the terminal's signals, and writes to a log. */
    Process start(List<String> words, Path log);

    /** Runs a command with the standard streams of this process. Only the command gets the terminal's signals. Returns the exit code. */
    int inherit(List<String> words, Map<String, String> environment);

    /** Runs a command to its end and throws RigException when it fails. */
    default Answer must(LocalCommand command) {
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
                        RigException.RigFailure.NOT_SUPPORTED,
                        "not supported here: " + f + " (" + line + ": " + said + ")"))
                .orElseGet(() -> new RigException(
                        RigException.RigFailure.BROKEN, line + " exited " + answer.exitCode() + ": " + said));
    }

    /** Loads a kernel module if possible. Whether the feature exists is checked afterwards. */
    default void loadModule(String name) {
        try {
            run(LocalCommand.of("modprobe", "-q", name));
        } catch (RigException e) {
            // no modprobe: a kernel without modules has everything built in
        }
    }
}
