package io.pilab.traffic;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/** JSON objects that begin with their {@code event}: a tool may put several on one line, or text beside them. */
final class JsonEvents {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Where an event begins; inside a JSON string its quotation marks would be escaped. */
    private static final Pattern EVENT = Pattern.compile("(?=\\{\\s*\"event\"\\s*:)");

    private JsonEvents() {}

    /**
     * Every such object of a line.
     *
     * @param rest takes what of the line is no such object, piece by piece
     */
    static List<JsonNode> of(String line, Consumer<String> rest) {
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
