package io.pilab.app;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The outcome of one host: filled while it is worked on, shown when all are done. */
public final class HostSummary {
    private final String host;
    private final String result;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, List<String>> sections = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private Optional<RuntimeException> failure = Optional.empty();

    /**
     * @param result the list that says what was done
     * @param keys of the other lists, which are there also when they are empty
     */
    HostSummary(String host, String result, String... keys) {
        this.host = host;
        this.result = result;
        sections.put(result, new ArrayList<>());
        for (String key : keys) {
            sections.put(key, new ArrayList<>());
        }
    }

    public String host() {
        return host;
    }

    /** A value besides the lists. */
    void put(String key, Object value) {
        values.put(key, value);
    }

    /** A member of a list that a reader of results only skips. */
    void note(String key, String member) {
        sections.get(key).add(member);
        notes.add(member);
    }

    /** A member of a list, and the line that says so in text. */
    void add(String key, String member, String line) {
        sections.get(key).add(member);
        lines.add(line);
    }

    /** Members of a list, for all of which one line says so in text. */
    void addAll(String key, List<String> members, String line) {
        sections.get(key).addAll(members);
        lines.add(line);
    }

    /** It came to no good end. */
    void fail(RuntimeException reason) {
        failure = Optional.of(reason);
    }

    /** Whether nothing was done, or is to be. */
    public boolean nothing() {
        return sections.get(result).isEmpty();
    }

    /** Why it came to no good end; empty: it did not fail. */
    public Optional<RuntimeException> failure() {
        return failure;
    }

    /** Cause and cure, beginning with the host; empty: it did not fail. */
    public Optional<String> failureText() {
        return failure.map(f -> Failures.kind(f).isPresent() ? f.getMessage() : host + ": " + Failures.text(f));
    }

    /** What was done, a line each. */
    public List<String> lines() {
        return List.copyOf(lines);
    }

    /** What a reader of results only skips, a line each. */
    public List<String> notes() {
        return List.copyOf(notes);
    }

    /** Everything, by its key. */
    public Map<String, Object> values() {
        Map<String, Object> all = new LinkedHashMap<>();
        all.put("host", host);
        all.putAll(values);
        all.putAll(sections);
        failureText().ifPresent(f -> all.put("failed", f));
        return all;
    }
}
