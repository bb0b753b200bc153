package io.pilab.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** Values of a JSON object, told by name when they are missing; numbers to the microsecond (or millionth). */
final class JsonValues {
    private static final int DECIMALS = 6;

    private JsonValues() {}

    static void put(ObjectNode json, String key, double value) {
        json.put(key, rounded(value));
    }

    static BigDecimal rounded(double value) {
        BigDecimal exact = BigDecimal.valueOf(value)
                .setScale(DECIMALS, RoundingMode.HALF_UP)
                .stripTrailingZeros();
        return exact.scale() < 0 ? exact.setScale(0) : exact;
    }

    static double number(JsonNode json, String key) {
        JsonNode value = required(json, key);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("'" + key + "' is not a number");
        }
        return value.asDouble();
    }

    static String text(JsonNode json, String key) {
        return required(json, key).asText();
    }

    static boolean bool(JsonNode json, String key) {
        return required(json, key).asBoolean();
    }

    static JsonNode required(JsonNode json, String key) {
        if (!json.hasNonNull(key)) {
            throw new IllegalArgumentException("no '" + key + "'");
        }
        return json.get(key);
    }
}
