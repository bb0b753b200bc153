package io.pilab.spool;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.util.Optional;

/** One JSON object a line. */
final class JsonLine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader WHOLE =
            JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).forType(JsonNode.class);

    private JsonLine() {}

    /** Whether it has a whole number of that name that a long can hold. */
    static boolean whole(JsonNode object, String key) {
        JsonNode value = object.path(key);
        return value.isIntegralNumber() && value.canConvertToLong();
    }

    /** Empty unless the line is one whole JSON object. */
    static Optional<JsonNode> object(String line) {
        try {
            return Optional.ofNullable(WHOLE.<JsonNode>readValue(line)).filter(JsonNode::isObject);
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }
}
