package io.pilab.spool;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.ObjectReader;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** One JSON object a line. */
final class JsonLine {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final ObjectReader WHOLE =
            JSON.reader().with(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).forType(JsonNode.class);

    /** Where an event begins; inside a JSON string its quotation marks would be escaped. */
    private static final Pattern EVENT = Pattern.compile("(?=\\{\\s*\"event\"\\s*:)");

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

    /**
     * Every object of a line that begins with its {@code event}: a tool may put several on one line, or text beside them.
     *
     * @param rest takes what of the line is no such object, piece by piece
     */
    static List<JsonNode> events(String line, Consumer<String> rest) {
        List<JsonNode> found = new ArrayList<>();
        for (String piece : EVENT.split(line)) {
            String left = piece;
            try (JsonParser parser = JSON.createParser(piece)) {
                JsonNode node = JSON.readTree(parser);
                if (node != null && node.isObject()) {
                    found.add(node);
                    left = piece.substring((int) parser.currentLocation().getCharOffset());
                }
            } catch (IOException e) {
                // what is left is the whole piece
            }
            if (!left.isBlank()) {
                rest.accept(left.strip());
            }
        }
        return found;
    }
}
