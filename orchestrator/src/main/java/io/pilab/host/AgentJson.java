package io.pilab.host;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.lab.Excerpt;
import io.pilab.remote.Agent;
import io.pilab.remote.CommandResult;
import io.pilab.remote.RemoteException;
import java.util.List;
import java.util.Map;

/** Reads what agent scripts answer: one JSON object a line, the last one being the answer. */
public final class AgentJson {
    private static final ObjectMapper JSON = new ObjectMapper();

    private AgentJson() {}

    /** Some lines as a JSON array. */
    public static String text(List<String> lines) {
        return JSON.valueToTree(lines).toString();
    }

    /** A document as plain maps and lists. */
    public static Map<String, Object> tree(JsonNode document) {
        return JSON.convertValue(document, new TypeReference<>() {});
    }

    /** The last line that a script said; a {@link RemoteException} of its host when that is not an answer of ours. */
    public static JsonNode answer(Agent agent, CommandResult result) {
        String all = result.text().strip();
        return line(agent, all.substring(all.lastIndexOf('\n') + 1));
    }

    /** The records of a script that answers with a list, one a line. */
    public static List<JsonNode> answers(Agent agent, CommandResult result) {
        return result.text().lines().map(line -> line(agent, line)).toList();
    }

    /** What a script answered at another time. */
    public static JsonNode line(Agent agent, String line) {
        try {
            JsonNode answer = JSON.readTree(line);
            if (answer.isObject()) {
                return answer;
            }
        } catch (JsonProcessingException e) {
            // told below, in the host's name
        }
        throw new RemoteException(
                agent.host(),
                RemoteException.RemoteFailure.REFUSED,
                "an agent script's answer cannot be understood: '" + Excerpt.of(line) + "'");
    }
}
