package io.pilab.agent;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs agent scripts under one shell, with a base folder of its own and, where wanted, stubs in place of tools. */
final class ScriptRunner {
    /** Where the scripts are. */
    static final Path SCRIPTS = Path.of(System.getProperty("basedir", "."))
            .resolve("../agent-scripts")
            .normalize();

    private static final int LIMIT_SECONDS = 60;

    private final Shell shell;
    private final Path work;
    private final List<String> prefix = new ArrayList<>();
    private final Map<String, String> environment = new HashMap<>();

    ScriptRunner(Shell shell, Path work) {
        this.shell = shell;
        this.work = work;
        environment.put("PILAB_BASE", base().toString());
        environment.put("PILAB_DISK", disk().toString());
    }

    /** Runs every script through these words, as {@code ip netns exec NAME}. */
    ScriptRunner through(String... words) {
        prefix.addAll(List.of(words));
        return this;
    }

    ScriptRunner environment(String name, String value) {
        environment.put(name, value);
        return this;
    }

    /** The scripts' base folder, {@code /run/pilab} on a host. */
    Path base() {
        return work.resolve("base");
    }

    /** What outlives a restart, {@code /var/lib/pilab} on a host. */
    Path disk() {
        return work.resolve("disk");
    }

    /** Writes a file under the test's folder and returns its path. */
    Path file(String name, String content) {
        try {
            Path file = work.resolve(name);
            Files.createDirectories(file.getParent());
            return Files.writeString(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Puts a command before the real one of that name. It logs its words.
     *
     * @param body shell code that answers; {@code $*} are the words
     */
    ScriptRunner stub(String name, String body) {
        Path log = work.resolve("calls");
        Path stub = file("stubs/" + name, "#!/bin/sh\necho \"" + name + " $*\" >>'" + log + "'\n" + body + "\n");
        if (!stub.toFile().setExecutable(true)) {
            throw new IllegalStateException(stub + " cannot be made executable");
        }
        return this;
    }

    /** The body of a stub that only logs, and then is the real command. */
    static String real(String name) {
        return "real=$(PATH=${PATH#*:}; command -v " + name + "); exec \"$real\" \"$@\"";
    }

    /** Root, whose unprivileged programs stay root's, since nobody could not reach a test's folder; they are logged. */
    ScriptRunner asRoot() {
        stub("id", "case $* in -u) echo 0 ;; *) " + real("id") + " ;; esac");
        return stub("setpriv", "while [ \"$1\" != -- ]; do shift; done; shift; exec \"$@\"");
    }

    /** How {@link #calls} has a program that ran without any privilege. */
    static String unprivileged(Path program, String option) {
        return "setpriv --reuid=65534 --regid=65534 --clear-groups --no-new-privs -- " + program + " " + option;
    }

    /** A line of a stub that waits for a file, or until the test and its folder are gone. */
    static String until(Path file) {
        return "while [ -d '" + file.getParent() + "' ] && [ ! -e '" + file + "' ]; do command -p sleep 0.02; done\n";
    }

    /** Whether that process is there. One that init has not reaped runs no more. */
    static boolean runs(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return !stat.substring(stat.lastIndexOf(')')).startsWith(") Z");
        } catch (IOException e) {
            return false;
        }
    }

    /** What the stubs were called with, in order. */
    List<String> calls() {
        try {
            Path log = work.resolve("calls");
            return Files.exists(log) ? Files.readAllLines(log) : List.of();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The words that run a script. */
    List<String> words(String script, String... arguments) {
        List<String> words = new ArrayList<>(prefix);
        words.addAll(shell.words());
        words.add(SCRIPTS.resolve(script).toString());
        words.addAll(List.of(arguments));
        return words;
    }

    ScriptResult run(String script, String... arguments) {
        return command(words(script, arguments));
    }

    /** Runs a script that reads this text. */
    ScriptResult runWith(String input, String script, String... arguments) {
        return command(words(script, arguments), file("input", input));
    }

    /** Runs any command in the scripts' environment, to its end. */
    ScriptResult command(List<String> words) {
        return command(words, Path.of("/dev/null"));
    }

    /** Starts any command in the scripts' environment; the caller ends it. Its output goes to the two files. */
    Process start(List<String> words, Path input, Path out, Path err) {
        ProcessBuilder builder = new ProcessBuilder(words)
                .redirectInput(input.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile());
        builder.environment().putAll(environment);
        builder.environment().put("PATH", work.resolve("stubs") + ":" + System.getenv("PATH"));
        try {
            return builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ScriptResult command(List<String> words, Path input) {
        try {
            Path out = Files.createTempFile(work, "out", "");
            Path err = Files.createTempFile(work, "err", "");
            Process process = start(words, input, out, err);
            if (!process.waitFor(LIMIT_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new AssertionError(words + " did not end within " + LIMIT_SECONDS + " s");
            }
            return new ScriptResult(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
