package io.pilab.remote;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A host without a host: records every verb, answers commands as told. The last answer whose predicate holds wins; a
 * command without an answer fails the test. Files that were put can be got.
 */
public final class TestingRemote implements Remote {
    private record Answer(Predicate<List<String>> when, Function<RemoteCommand, CommandResult> then) {}

    private final String host;
    private final List<Answer> answers = Collections.synchronizedList(new ArrayList<>());
    private final List<RemoteCommand> commands = Collections.synchronizedList(new ArrayList<>());
    private final List<String> verbs = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, byte[]> files = Collections.synchronizedMap(new TreeMap<>());
    private final Deque<RuntimeException> connectFailures = new ArrayDeque<>();

    public TestingRemote(String host) {
        this.host = host;
    }

    public static CommandResult result(int exitCode, String stdout, String stderr) {
        return new CommandResult(
                exitCode, stdout.getBytes(StandardCharsets.UTF_8), stderr.getBytes(StandardCharsets.UTF_8));
    }

    /** Words that begin with these. */
    public static Predicate<List<String>> words(String... first) {
        List<String> prefix = List.of(first);
        return words ->
                words.size() >= prefix.size() && words.subList(0, prefix.size()).equals(prefix);
    }

    public TestingRemote answer(Predicate<List<String>> when, Function<RemoteCommand, CommandResult> then) {
        answers.add(new Answer(when, then));
        return this;
    }

    /** Answers with exit code 0 and this standard output. */
    public TestingRemote answer(Predicate<List<String>> when, String stdout) {
        return answer(when, command -> result(0, stdout, ""));
    }

    /** Answers every command with exit code 0 and no output. */
    public TestingRemote answerAll() {
        return answer(words -> true, "");
    }

    /** The next connects fail like this, one failure each; those after them succeed. */
    public TestingRemote failConnect(RuntimeException... failures) {
        connectFailures.addAll(List.of(failures));
        return this;
    }

    /** A file that can be got. */
    public TestingRemote file(String remotePath, String text) {
        files.put(remotePath, text.getBytes(StandardCharsets.UTF_8));
        return this;
    }

    /** Every command so far, in order. */
    public List<RemoteCommand> commands() {
        return List.copyOf(commands);
    }

    /** Every verb so far with what it was about: {@code exec ip link show}, {@code put /a/b}, {@code close}. */
    public List<String> verbs() {
        return List.copyOf(verbs);
    }

    /** What was put, or was there from the beginning, by remote path. */
    public Map<String, byte[]> files() {
        return Map.copyOf(files);
    }

    @Override
    public String host() {
        return host;
    }

    @Override
    public void connect() {
        verbs.add("connect");
        RuntimeException failure = connectFailures.poll();
        if (failure != null) {
            throw failure;
        }
    }

    @Override
    public CommandResult exec(RemoteCommand command) {
        commands.add(command);
        verbs.add("exec " + String.join(" ", command.words()));
        for (int i = answers.size() - 1; i >= 0; i--) {
            if (answers.get(i).when().test(command.words())) {
                return answers.get(i).then().apply(command);
            }
        }
        throw new AssertionError(host + " has no answer for: " + command.words());
    }

    @Override
    public void put(Path local, String remotePath) {
        verbs.add("put " + remotePath);
        try {
            files.put(remotePath, Files.readAllBytes(local));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void get(String remotePath, Path local) {
        verbs.add("get " + remotePath);
        byte[] content = files.get(remotePath);
        if (content == null) {
            throw new RemoteException(host, RemoteException.RemoteFailure.TRANSFER, "no such file: " + remotePath);
        }
        try {
            Files.write(local, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        verbs.add("close");
    }
}
