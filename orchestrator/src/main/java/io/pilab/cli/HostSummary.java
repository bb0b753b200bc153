package io.pilab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of one host: filled while it is worked on, printed when all are done. */
final class HostSummary {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String host;
    private final String result;
    private final Map<String, Object> values = new LinkedHashMap<>();
    private final Map<String, List<String>> sections = new LinkedHashMap<>();
    private final List<String> lines = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private String failure = "";
    private int exitCode = ExitCode.DONE;

    /**
     * @param result the list of its JSON that says what was done
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

    String host() {
        return host;
    }

    /** A value of its JSON. */
    void put(String key, Object value) {
        values.put(key, value);
    }

    /** A member of a list of its JSON that whoever wants results only does not read. */
    void note(String key, String member) {
        sections.get(key).add(member);
        notes.add(member);
    }

    /** A member of a list of its JSON, and the line that says so in text. */
    void add(String key, String member, String line) {
        sections.get(key).add(member);
        lines.add(line);
    }

    /** Members of a list of its JSON, for all of which one line says so in text. */
    void addAll(String key, List<String> members, String line) {
        sections.get(key).addAll(members);
        lines.add(line);
    }

    /** Whether nothing was done, or is to be. */
    boolean nothing() {
        return sections.get(result).isEmpty();
    }

    /** The exit code that the host asks for, if no other asks for a higher one. */
    void exitCode(int code) {
        exitCode = code;
    }

    int exitCode() {
        return exitCode;
    }

    /** It came to no good end. */
    void fail(RuntimeException reason) {
        Optional<Integer> known = Failures.exitCode(reason).stream().boxed().findFirst();
        failure = known.isPresent() ? reason.getMessage() : host + ": internal error: " + reason;
        exitCode = known.orElse(ExitCode.BROKEN);
    }

    /** Cause and cure; empty: it did not fail. */
    Optional<String> failure() {
        return Optional.of(failure).filter(f -> !f.isEmpty());
    }

    /**
     * @param nothing what to say when there is nothing to say
     * @param quiet whether to leave out notes
     */
    List<String> text(String nothing, boolean quiet) {
        List<String> text = new ArrayList<>();
        String none = sections.get(result).isEmpty() ? " " + nothing : "";
        text.add(host + ":" + (failure.isEmpty() ? none : " failed"));
        lines.forEach(l -> text.add("  " + l));
        if (!quiet) {
            notes.forEach(n -> text.add("  " + n));
        }
        return text;
    }

    String json() {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("host", host);
        object.putAll(values);
        object.putAll(sections);
        failure().ifPresent(f -> object.put("failed", f));
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
