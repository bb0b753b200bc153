package io.pilab.agent;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Map;

/** How a script ended, and what it said. */
record ScriptResult(int exitCode, String stdout, String stderr) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Standard output as JSON objects, one a line; fails when a line is anything else. */
    List<Map<String, Object>> objects() {
        assertThat(stdout)
                .satisfiesAnyOf(s -> assertThat(s).isEmpty(), s -> assertThat(s).endsWith("\n"));
        return stdout.lines().map(ScriptResult::object).toList();
    }

    /** The only object on standard output of a script that ended well. */
    Map<String, Object> answer() {
        assertThat(exitCode).as(stderr).isZero();
        assertThat(objects()).hasSize(1);
        return objects().get(0);
    }

    private static Map<String, Object> object(String line) {
        try {
            return JSON.readValue(line, new TypeReference<Map<String, Object>>() {});
        } catch (JsonProcessingException e) {
            throw new AssertionError("not a JSON object: " + line, e);
        }
    }

    /** The changing commands that were told on standard error, without the plus sign. */
    List<String> changes() {
        return stderr.lines()
                .filter(l -> l.startsWith("+ "))
                .map(l -> l.substring(2))
                .toList();
    }
}
