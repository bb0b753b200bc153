package io.pilab.provision;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.remote.CommandResult;

/** Reads what agent scripts answer: one JSON object a line, the last one being the answer. */
public final class AgentJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AgentJson() {}

    /** Some lines as a JSON array. */
    public static String text(java.util.List<String> lines) {
        return JSON.valueToTree(lines).toString();
    }

    /** A document as plain maps and lists. */
    public static java.util.Map<String, Object> tree(JsonNode document) {
        return JSON.convertValue(document, new com.fasterxml.jackson.core.type.TypeReference<>() {});
    }

    /** The last line that a script said. */
    public static JsonNode answer(CommandResult result) {
        String all = result.text().strip();
        return answer(all.substring(all.lastIndexOf('\n') + 1));
    }

    /** One line. */
    public static JsonNode answer(String line) {
        try {
            return JSON.readTree(line);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an agent script answered with '" + line + "', which is not JSON", e);
        }
    }
}
