package io.pilab.cli;

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
    private Optional<RunDirectory> directory = Optional.empty();

    /** From now on lines go there, the early ones first. */
    synchronized void keepIn(RunDirectory run) {
        directory = Optional.of(run);
        early.forEach(run::appendToJournal);
        early.clear();
    }

    @Override
    public synchronized void accept(JournalEntry entry) {
        String line = json(entry);
        directory.ifPresentOrElse(d -> d.appendToJournal(line), () -> early.add(line));
    }

    private static String json(JournalEntry entry) {
        try {
            return JSON.writeValueAsString(entry);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
