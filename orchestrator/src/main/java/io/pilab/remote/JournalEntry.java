package io.pilab.remote;

import java.util.List;
import java.util.Optional;

/**
 * The record of one call to a {@link Remote}. It never holds a command's input or output.
 *
 * @param at when it began, ISO 8601 in UTC
 * @param took seconds
 * @param verb connect, exec, put, get or close
 * @param words of exec: program and arguments; of put and get: source and target; of the others: none
 * @param asRoot whether exec ran it as root
 * @param exitCode of exec, if it came to an end
 * @param failure the message, if the verb failed
 */
public record JournalEntry(
        String at,
        double took,
        String host,
        String verb,
        List<String> words,
        boolean asRoot,
        Optional<Integer> exitCode,
        Optional<String> failure) {
    public JournalEntry {
        words = List.copyOf(words);
    }
}
