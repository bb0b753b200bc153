package io.pilab.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

/** A JSON document as one line of a stream, with its kind. */
final class OutputLine {
    private static final ObjectMapper JSON = new ObjectMapper();

    private OutputLine() {}

    static String of(String kind, String document) {
        try {
            ObjectNode line = JSON.createObjectNode().put("kind", kind);
            line.setAll((ObjectNode) JSON.readTree(document));
            return line.toString();
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
