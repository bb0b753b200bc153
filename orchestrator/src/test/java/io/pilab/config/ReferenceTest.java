package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The tables of keys in docs/lab-file.md, and those of faults and expectations in docs/scenario-file.md, are the schema's.
 * {@code -Dpilab.rewrite=true} writes them anew instead of comparing.
 */
class ReferenceTest {
    private static final Pattern TABLE =
            Pattern.compile("(?ms)(^<!-- (keys|kinds|parameters) of (#[^,]*), [^\n]*-->\n)(.*?)(^<!-- end -->)");

    @ParameterizedTest
    @CsvSource({
        "lab,'#, #/$defs/ssh, #/$defs/host, #/$defs/interface, #/properties/iperf3'",
        "scenario,'#/$defs/timed-fault, #/$defs/expectation'",
    })
    void theTablesAreTheSchemas(String kind, String wanted) throws IOException {
        Path document = Fixtures.PROJECT.resolve("docs/" + kind + "-file.md");
        JsonNode schema = new ObjectMapper()
                .readTree(ReferenceTest.class.getResourceAsStream("/schema/" + kind + ".schema.json"));
        String text = Files.readString(document);
        List<String> pointers = new ArrayList<>();
        String made = TABLE.matcher(text).replaceAll((MatchResult m) -> {
            pointers.add(m.group(3));
            String table = table(m.group(2), schema, schema.at(m.group(3).substring(1)));
            return Matcher.quoteReplacement(m.group(1) + table + m.group(5));
        });

        if (Boolean.getBoolean("pilab.rewrite")) {
            Files.writeString(document, made);
        } else {
            assertThat(text)
                    .describedAs("mvn test -Dtest=ReferenceTest -Dpilab.rewrite=true writes the tables anew")
                    .isEqualTo(made);
        }
        assertThat(pointers).contains(wanted.split(", "));
    }

    private static String table(String what, JsonNode schema, JsonNode node) {
        return switch (what) {
            case "kinds" -> "\n| name | keys | meaning |\n|---|---|---|\n" + kinds(node) + "\n";
            case "parameters" ->
                "\n| of | key | type | default | meaning |\n|---|---|---|---|---|\n" + parameters(schema, node) + "\n";
            default -> table(schema, node);
        };
    }

    /** A row for each record that the file can name there. */
    private static String kinds(JsonNode node) {
        StringBuilder rows = new StringBuilder();
        for (JsonNode kind : node.get("oneOf")) {
            List<String> required = strings(kind.path("required"));
            List<String> some = new ArrayList<>();
            kind.path("anyOf").forEach(one -> some.addAll(strings(one.get("required"))));
            List<String> rest = new ArrayList<>();
            kind.get("properties").fieldNames().forEachRemaining(rest::add);
            rest.removeAll(required);
            rest.removeAll(some);
            rest.remove("fault");
            List<String> keys =
                    new ArrayList<>(required.stream().map(ReferenceTest::code).toList());
            if (!some.isEmpty()) {
                keys.add("at least one of " + codes(some));
            }
            if (!rest.isEmpty()) {
                keys.add("may have " + codes(rest));
            }
            rows.append("| " + code(name(kind)) + " | " + (keys.isEmpty() ? "none" : String.join("; ", keys)) + " | "
                    + plain(kind.get("description").asText()) + " |\n");
        }
        return rows.toString();
    }

    /** A row for each of their keys that says more than its type does. */
    private static String parameters(JsonNode schema, JsonNode node) {
        StringBuilder rows = new StringBuilder();
        for (JsonNode kind : node.get("oneOf")) {
            List<String> required = strings(kind.path("required"));
            kind.get("properties").properties().stream()
                    .filter(property -> property.getValue().has("description"))
                    .forEach(property -> {
                        JsonNode value = property.getValue();
                        String given = required.contains(property.getKey()) ? "required" : defaultOf(value);
                        rows.append("| "
                                + String.join(
                                        " | ",
                                        code(name(kind)),
                                        code(property.getKey()),
                                        type(schema, value),
                                        given,
                                        meaning(schema, value))
                                + " |\n");
                    });
        }
        return rows.toString();
    }

    private static String name(JsonNode kind) {
        JsonNode fault = kind.at("/properties/fault/const");
        return fault.isMissingNode() ? kind.get("required").get(0).asText() : fault.asText();
    }

    private static String codes(List<String> keys) {
        return String.join(", ", keys.stream().map(ReferenceTest::code).toList());
    }

    private static String table(JsonNode schema, JsonNode object) {
        assertThat(object.has("properties")).isTrue();
        return "\n| key | type | default | meaning |\n|---|---|---|---|\n" + rows(schema, object, "") + "\n";
    }

    /** A plain section within a section has no heading of its own: its keys stand in the table of the outer one. */
    private static String rows(JsonNode schema, JsonNode object, String prefix) {
        StringBuilder rows = new StringBuilder();
        List<String> required = strings(object.path("required"));
        boolean whole = object.equals(schema);
        object.path("properties").properties().forEach(property -> {
            String key = prefix + property.getKey();
            JsonNode value = property.getValue();
            if (value.has("properties") && !whole) {
                rows.append(rows(schema, value, key + "."));
                return;
            }
            String given = required.contains(property.getKey()) ? "required" : defaultOf(value);
            rows.append(
                    "| " + String.join(" | ", code(key), type(schema, value), given, meaning(schema, value)) + " |\n");
        });
        return rows.toString();
    }

    private static String type(JsonNode schema, JsonNode value) {
        JsonNode resolved = resolved(schema, value);
        if (value.has("title") || resolved.has("title")) {
            return value.path("title").asText(resolved.path("title").asText());
        }
        if (resolved.has("enum")) {
            return String.join(
                    ", ",
                    strings(resolved.get("enum")).stream()
                            .map(ReferenceTest::code)
                            .toList());
        }
        if (resolved.path("type").asText().equals("integer")) {
            return resolved.get("minimum").asText() + " to "
                    + resolved.get("maximum").asText();
        }
        return switch (resolved.path("type").asText()) {
            case "object" -> resolved.path("additionalProperties").isObject() ? "map by name" : "map";
            case "array" -> "list";
            case "boolean" -> "`true`, `false`";
            default -> "text";
        };
    }

    private static String defaultOf(JsonNode value) {
        JsonNode given = value.path("default");
        if (given.isMissingNode()) {
            return "";
        }
        // a version has to be in quotes in the file, so it is here
        boolean quoted = given.isTextual() && given.asText().matches("[0-9.]+");
        return code(quoted ? "\"" + given.asText() + "\"" : given.asText());
    }

    private static String meaning(JsonNode schema, JsonNode value) {
        String said = value.path("description")
                .asText(resolved(schema, value).path("description").asText());
        assertThat(said).describedAs("each key has a description: " + value).endsWith(".");
        return plain(said);
    }

    /** A sentence as a cell of a table. */
    private static String plain(String sentence) {
        String plain = sentence.substring(0, sentence.length() - 1);
        boolean abbreviation = Character.isUpperCase(plain.charAt(1));
        return abbreviation ? plain : plain.substring(0, 1).toLowerCase(Locale.ROOT) + plain.substring(1);
    }

    private static JsonNode resolved(JsonNode schema, JsonNode value) {
        return value.has("$ref") ? schema.at(value.get("$ref").asText().substring(1)) : value;
    }

    private static String code(String text) {
        return "`" + text + "`";
    }

    private static List<String> strings(JsonNode array) {
        return StreamSupport.stream(array.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }
}
