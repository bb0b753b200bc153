package io.pilab.rig;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Runs real processes. */
final class LocalProcesses implements Processes {
    /** sudo and cron may leave these directories out of PATH. */
    static final String SYSTEM_PATH = "/usr/local/sbin:/usr/sbin:/sbin:/usr/bin:/bin";

    @Override
    public Answer run(LocalCommand command) {
        Process process = launch(builder(command.words(), Map.of("LC_ALL", "C")));
        try {
            CompletableFuture<String> error = CompletableFuture.supplyAsync(() -> read(process.errorReader()));
            try (OutputStream input = process.getOutputStream()) {
                input.write(command.input().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                // it ended without reading its input; its exit code and errors say more than a broken pipe
            }
            String output = read(process.inputReader());
            return new Answer(await(process), output, error.join());
        } finally {
            process.destroy();
        }
    }

    @Override
    public int follow(List<String> words, Map<String, String> environment, Consumer<String> line) {
        Process process = launch(builder(words, environment).redirectErrorStream(true));
        try (BufferedReader reader = process.inputReader()) {
            process.getOutputStream().close();
            reader.lines().forEach(line);
            return await(process);
        } catch (IOException e) {
            throw unreadable(e);
        } finally {
            process.destroy();
        }
    }

    @Override
    public Process start(List<String> words, Path log) {
        List<String> detached = new ArrayList<>(List.of("setsid"));
        detached.addAll(words);
        return launch(builder(detached, Map.of())
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile()));
    }

    @Override
    public int inherit(List<String> words, Map<String, String> environment) {
        Process process = launch(builder(words, environment).inheritIO());
        try (Signals signals = Signals.leaveTo(process)) {
            return await(process);
        }
    }

    private static ProcessBuilder builder(List<String> words, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(words);
        builder.environment().merge("PATH", SYSTEM_PATH, (old, system) -> old + ":" + system);
        builder.environment().putAll(environment);
        return builder;
    }

    private static Process launch(ProcessBuilder builder) {
        try {
            return builder.start();
        } catch (IOException e) {
            String program = builder.command().get(0);
            throw new RigException(RigException.RigFailure.BROKEN, "cannot run " + program + ": " + e.getMessage(), e);
        }
    }

    private static int await(Process process) {
        try {
            return process.waitFor();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RigException(RigException.RigFailure.BROKEN, "interrupted", e);
        }
    }

    private static String read(BufferedReader reader) {
        try (reader) {
            StringBuilder text = new StringBuilder();
            char[] buffer = new char[8192];
            for (int n = reader.read(buffer); n >= 0; n = reader.read(buffer)) {
                text.append(buffer, 0, n);
            }
            return text.toString();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    private static RigException unreadable(IOException e) {
        return new RigException(RigException.RigFailure.BROKEN, "cannot read a command's output: " + e.getMessage(), e);
    }
}
