package io.pilab.app;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import io.pilab.remote.JournalEntry;
import io.pilab.store.RunDirectory;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/** journal.jsonl of a run: every verb that was sent to a host, from before the run directory is there. */
final class Journal implements Consumer<JournalEntry> {
    private static final ObjectMapper JSON = new ObjectMapper().registerModule(new Jdk8Module());

    private final List<String> early = new ArrayList<>();
    private final Consumer<String> tell;
    private Optional<RunDirectory> directory = Optional.empty();
    private boolean told;

    /** @param tell hears, once, that it cannot be written; nothing else comes of that */
    Journal(Consumer<String> tell) {
        this.tell = tell;
    }

    /** From now on lines go there, the early ones first. */
    synchronized void keepIn(RunDirectory run) {
        directory = Optional.of(run);
        early.forEach(this::write);
        early.clear();
    }

    @Override
    public synchronized void accept(JournalEntry entry) {
        write(json(entry));
    }

    private void write(String line) {
        if (directory.isEmpty()) {
            early.add(line);
            return;
        }
        directory.get().appendToJournal(line).filter(why -> !told).ifPresent(why -> {
            told = true;
            tell.accept("the journal cannot be written, the run continues without it for now: " + why);
        });
    }

    private static String json(JournalEntry entry) {
        try {
            return JSON.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
