package io.pilab.remote;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/** Writes one {@link JournalEntry} for every call, also for a failed one. A failing journal changes no result. */
public final class JournalingRemote implements Remote {
    private final Remote remote;
    private final InstantSource clock;
    private final Consumer<JournalEntry> journal;

    public JournalingRemote(Remote remote, InstantSource clock, Consumer<JournalEntry> journal) {
        this.remote = remote;
        this.clock = clock;
        this.journal = journal;
    }

    @Override
    public String host() {
        return remote.host();
    }

    @Override
    public void connect() {
        note("connect", List.of(), remote::connect);
    }

    @Override
    public CommandResult exec(RemoteCommand command) {
        return note(
                "exec", command.words(), command.asRoot(), () -> remote.exec(command), r -> Optional.of(r.exitCode()));
    }

    @Override
    public void put(Path local, String remotePath) {
        note("put", List.of(local.toString(), remotePath), () -> remote.put(local, remotePath));
    }

    @Override
    public void get(String remotePath, Path local) {
        note("get", List.of(remotePath, local.toString()), () -> remote.get(remotePath, local));
    }

    @Override
    public void close() {
        note("close", List.of(), remote::close);
    }

    private void note(String verb, List<String> words, Runnable action) {
        note(
                verb,
                words,
                false,
                () -> {
                    action.run();
                    return true;
                },
                done -> Optional.empty());
    }

    private <T> T note(
            String verb,
            List<String> words,
            boolean asRoot,
            Supplier<T> action,
            Function<T, Optional<Integer>> exitCode) {
        Instant at = clock.instant();
        Optional<Integer> code = Optional.empty();
        Optional<String> failure = Optional.empty();
        try {
            T done = action.get();
            code = exitCode.apply(done);
            return done;
        } catch (RuntimeException e) {
            failure = Optional.of(String.valueOf(e.getMessage()));
            throw e;
        } finally {
            double took = Duration.between(at, clock.instant()).toNanos() / 1e9;
            write(new JournalEntry(at.toString(), took, host(), verb, words, asRoot, code, failure));
        }
    }

    private void write(JournalEntry entry) {
        try {
            journal.accept(entry);
        } catch (RuntimeException e) {
            System.getLogger(JournalingRemote.class.getName()).log(System.Logger.Level.DEBUG, "journal", e);
        }
    }
}
