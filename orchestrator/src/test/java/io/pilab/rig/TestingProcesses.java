package io.pilab.rig;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.Function;

/** Runs nothing: notes each command, and answers as the test says. */
final class TestingProcesses implements Processes {
    static final Answer DONE = new Answer(0, "", "");

    final List<String> lines = new CopyOnWriteArrayList<>();
    final List<Map<String, String>> environments = new CopyOnWriteArrayList<>();
    private Function<String, Answer> answers = line -> DONE;

    TestingProcesses answering(Function<String, Answer> function) {
        answers = function;
        return this;
    }

    private Answer answer(List<String> words) {
        lines.add(String.join(" ", words));
        return answers.apply(String.join(" ", words));
    }

    @Override
    public Answer run(LocalCommand command) {
        return answer(command.words());
    }

    @Override
    public int follow(List<String> words, Map<String, String> environment, Consumer<String> line) {
        environments.add(environment);
        Answer answer = answer(words);
        answer.lines().forEach(line);
        return answer.exitCode();
    }

    @Override
    public Process start(List<String> words, Path log) {
        throw new AssertionError("nothing to start: " + words);
    }

    @Override
    public int inherit(List<String> words, Map<String, String> environment) {
        throw new AssertionError("no terminal to give to " + words);
    }
}
