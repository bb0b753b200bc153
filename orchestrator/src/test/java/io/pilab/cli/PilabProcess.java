package io.pilab.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** The built pilab as a process of its own, as a user starts it. */
final class PilabProcess {
    /** The jar that the package phase made. */
    private static final Path JAR = Path.of("target/pilab.jar").toAbsolutePath();

    private static final long PATIENCE_SECONDS = 300;

    private final Path folder;
    private final Map<String, String> environment = new HashMap<>();

    /** In this working directory, which also takes the output. */
    PilabProcess(Path folder) {
        this.folder = folder;
    }

    /** What a command printed and how it ended. */
    record Ended(int exitCode, String out, String err) {
        String all() {
            return out + err;
        }
    }

    PilabProcess with(String variable, String value) {
        environment.put(variable, value);
        return this;
    }

    /** The words that start pilab. */
    static List<String> words() {
        return List.of(
                ProcessHandle.current().info().command().orElseThrow(), "-cp", JAR.toString(), Main.class.getName());
    }

    Ended run(String... arguments) {
        return run(List.of(arguments));
    }

    Ended run(List<String> arguments) {
        try {
            Running running = start(arguments);
            return running.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    Running start(List<String> arguments) {
        List<String> words = new ArrayList<>(words());
        words.addAll(arguments);
        return startWords(words);
    }

    /** Starts any program, in our folder and with our variables. */
    Running startWords(List<String> words) {
        try {
            Path out = Files.createTempFile(folder, "out", ".txt");
            Path err = Files.createTempFile(folder, "err", ".txt");
            ProcessBuilder builder = new ProcessBuilder(words)
                    .directory(folder.toFile())
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            return new Running(builder.start(), out, err);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A command under way. */
    record Running(Process process, Path out, Path err) {
        Ended await() throws InterruptedException {
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly();
                throw new AssertionError("did not end: " + read(out) + read(err));
            }
            return new Ended(process.exitValue(), read(out), read(err));
        }

        /** Waits until the command has printed this. */
        void awaitOutput(String text) throws InterruptedException {
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
            while (!(read(out) + read(err)).contains(text)) {
                if (System.nanoTime() > deadline || !process.isAlive()) {
                    throw new AssertionError("never printed '" + text + "': " + read(out) + read(err));
                }
                Thread.sleep(50);
            }
        }

        private static String read(Path file) {
            try {
                return Files.readString(file);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
