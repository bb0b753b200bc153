package io.pilab.store;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.Locale;

/** Reads values of a JSON object, and names missing ones. Writes numbers rounded to the millionth. */
final class JsonValues {
    private static final int DECIMALS = 6;
    private static final double MOST = 1e18;

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

    /** Finite, and small enough that sums stay finite. */
    static double number(JsonNode json, String key) {
        JsonNode value = required(json, key);
        if (!value.isNumber()) {
            throw new IllegalArgumentException("'" + key + "' is not a number");
        }
        if (!(Math.abs(value.asDouble()) <= MOST)) {
            throw new IllegalArgumentException("'" + key + "' is out of range");
        }
        return value.asDouble();
    }

    static double amount(JsonNode json, String key) {
        double value = number(json, key);
        if (value < 0) {
            throw new IllegalArgumentException("'" + key + "' is below 0");
        }
        return value;
    }

    static long whole(JsonNode json, String key) {
        double value = number(json, key);
        if (value != Math.rint(value)) {
            throw new IllegalArgumentException("'" + key + "' is not a whole number");
        }
        return (long) value;
    }

    static int wholeInt(JsonNode json, String key) {
        long value = whole(json, key);
        if (value != (int) value) {
            throw new IllegalArgumentException("'" + key + "' is out of range");
        }
        return (int) value;
    }

    static long count(JsonNode json, String key) {
        amount(json, key);
        return whole(json, key);
    }

    static String text(JsonNode json, String key) {
        JsonNode value = required(json, key);
        if (value.isContainerNode()) {
            throw new IllegalArgumentException("'" + key + "' is not text");
        }
        return value.asText();
    }

    static boolean bool(JsonNode json, String key) {
        JsonNode value = required(json, key);
        if (!value.isBoolean()) {
            throw new IllegalArgumentException("'" + key + "' is neither true nor false");
        }
        return value.asBoolean();
    }

    /** A constant, in lower case. */
    static <E extends Enum<E>> E choice(JsonNode json, String key, Class<E> type) {
        String word = text(json, key);
        return Arrays.stream(type.getEnumConstants())
                .filter(c -> c.name().toLowerCase(Locale.ROOT).equals(word))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("'" + key + "' is not known: " + word));
    }

    static JsonNode object(JsonNode json, String key) {
        JsonNode value = required(json, key);
        if (!value.isObject()) {
            throw new IllegalArgumentException("'" + key + "' is not an object");
        }
        return value;
    }

    static JsonNode required(JsonNode json, String key) {
        if (!json.hasNonNull(key)) {
            throw new IllegalArgumentException("no '" + key + "'");
        }
        return json.get(key);
    }
}
