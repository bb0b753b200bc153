package io.pilab.remote.sshj;

import io.pilab.lab.Excerpt;
import io.pilab.lab.SshTarget;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * Asks the operator's own ssh for its configuration: {@code ssh -G}. A value counts as set when it differs from ssh's answer
 * without any file. Where ssh is not installed nothing is set.
 */
final class SshProgram implements OperatorConfigs {
    private static final Duration LIMIT = Duration.ofSeconds(10);
    private static final int OUTPUT_LIMIT = 1 << 20;

    /** A user name that does not exist. ssh reports it where no file sets another. */
    private static final String NOBODY = "pilab-nobody";

    private final String program;
    private final Optional<String> file;
    private final Function<String, Optional<String>> environment;
    private final Duration limit;

    SshProgram(String program, Optional<String> file, Function<String, Optional<String>> environment, Duration limit) {
        this.program = program;
        this.file = file;
        this.environment = environment;
        this.limit = limit;
    }

    /** The ssh of the PATH with its usual files, with another file, or {@code none}. */
    static OperatorConfigs named(Optional<String> config, Function<String, Optional<String>> environment) {
        Optional<String> file = config.filter(text -> !text.isEmpty());
        return file.filter("none"::equals).isPresent() ? NONE : new SshProgram("ssh", file, environment, LIMIT);
    }

    @Override
    public OperatorConfig of(String host, SshTarget target) {
        List<String> own = file.map(path -> List.of("-F", path)).orElse(List.of());
        Optional<SshAnswer> said = ask(host, own, target, "");
        if (said.isEmpty()) {
            return OperatorConfig.NONE;
        }
        SshAnswer answer = said.get();
        SshAnswer defaults = ask(host, List.of("-F", "none"), target, "").orElseThrow();
        try {
            return config(host, target, answer, defaults);
        } catch (IllegalArgumentException e) { // an invalid number or path
            throw failure(host, "what ssh -G says cannot be understood: " + Excerpt.of(e.getMessage()));
        }
    }

    private OperatorConfig config(String host, SshTarget target, SshAnswer answer, SshAnswer defaults) {
        SshPaths paths = SshPaths.of(target.address(), answer, environment);
        return new OperatorConfig(
                answer.set("hostname", defaults).stream().findFirst(),
                answer.set("port", defaults).stream().findFirst().map(SshProgram::port),
                user(host, target, answer, defaults),
                paths.all(answer.set("identityfile", defaults)),
                answer.one("identitiesonly").filter("yes"::equals).isPresent(),
                answer.one("identityagent").map(paths::expand),
                paths.all(words(answer.set("userknownhostsfile", defaults))),
                paths.all(words(answer.all("globalknownhostsfile"))),
                answer.one("hostkeyalias"),
                answer.one("proxyjump").filter(jump -> !jump.equals("none")),
                answer.one("proxycommand").filter(command -> !command.equals("none")));
    }

    private static Integer port(String word) {
        if (!word.matches("[1-9][0-9]{0,4}") || Integer.parseInt(word) > 0xffff) {
            throw new IllegalArgumentException("'" + word + "' is not a port");
        }
        return Integer.valueOf(word);
    }

    /** A file may set ssh's default user on purpose, so ssh is asked again with another default. */
    private Optional<String> user(String host, SshTarget target, SshAnswer answer, SshAnswer defaults) {
        Optional<String> differs = answer.set("user", defaults).stream().findFirst();
        if (target.givenUser().isPresent() || differs.isPresent()) {
            return differs;
        }
        List<String> files = file.map(List::of).orElse(List.of("~/.ssh/config", "/etc/ssh/ssh_config"));
        StringBuilder all = new StringBuilder();
        files.forEach(name -> all.append("Include \"").append(name).append("\"\n"));
        all.append("Match all\nUser ").append(NOBODY).append('\n');
        return ask(host, List.of("-F", "/dev/stdin"), target, all.toString())
                .flatMap(other -> other.one("user"))
                .filter(user -> !user.equals(NOBODY));
    }

    private Optional<SshAnswer> ask(String host, List<String> options, SshTarget target, String input) {
        List<String> words = new ArrayList<>(List.of(program));
        words.addAll(options);
        words.add("-G");
        target.givenUser().ifPresent(user -> words.addAll(List.of("-l", user)));
        target.givenPort().ifPresent(port -> words.addAll(List.of("-p", port.toString())));
        words.addAll(List.of("--", target.address()));
        ProcessBuilder builder = new ProcessBuilder(words);
        // programs of a 'Match exec' in ssh_config must not see these
        builder.environment().keySet().removeAll(List.of(Passphrases.VARIABLE, SudoPassword.VARIABLE));
        Process process;
        try {
            process = builder.start();
        } catch (IOException e) {
            return Optional.empty();
        }
        try {
            return Optional.of(SshAnswer.parse(converse(host, String.join(" ", words), process, input)));
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private String converse(String host, String line, Process process, String input) {
        Collector out = new Collector(OUTPUT_LIMIT);
        Collector err = new Collector(OUTPUT_LIMIT);
        Thread outReader = reader(host, () -> out.drain(process.getInputStream(), () -> {}, () -> {}));
        Thread errReader = reader(host, () -> err.drain(process.getErrorStream(), () -> {}, () -> {}));
        Thread writer = reader(host, () -> {
            try (OutputStream stdin = process.getOutputStream()) {
                stdin.write(input.getBytes(StandardCharsets.UTF_8));
            }
        });
        try {
            if (!process.waitFor(limit.toMillis(), TimeUnit.MILLISECONDS)) {
                throw failure(
                        host,
                        "'" + line + "' did not answer within " + limit.toSeconds()
                                + " s; does a 'Match exec' of ssh_config hang?");
            }
            for (Thread thread : List.of(outReader, errReader, writer)) {
                thread.join(limit.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new RemoteException(host, RemoteFailure.INTERRUPTED, "interrupted while asking '" + line + "'", e)
                    .beforeStart();
        }
        if (process.exitValue() != 0) {
            String said = new String(err.bytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(text -> !text.startsWith("Pseudo-terminal"))
                    .findFirst()
                    .orElse("exit code " + process.exitValue());
            throw failure(host, "'" + line + "' failed: " + Excerpt.of(said) + "; correct ssh_config");
        }
        return new String(out.bytes(), StandardCharsets.UTF_8);
    }

    private static RemoteException failure(String host, String message) {
        return new RemoteException(
                        host,
                        RemoteFailure.CONFIGURATION,
                        message + ", or do without it: " + SshSettings.CONFIG_VARIABLE + "=none")
                .beforeStart();
    }

    private static List<String> words(List<String> lines) {
        return lines.stream().flatMap(line -> List.of(line.split(" ")).stream()).toList();
    }

    private interface Question {
        void run() throws IOException;
    }

    private static Thread reader(String host, Question work) {
        Thread thread = new Thread(
                () -> {
                    try {
                        work.run();
                    } catch (IOException e) {
                        // the program has ended, and its exit code says how
                    }
                },
                "pilab-ssh-config-" + host);
        thread.setDaemon(true);
        thread.start();
        return thread;
    }
}
