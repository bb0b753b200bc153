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
import java.util.regex.Pattern;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * The tables of keys in docs/lab-file.md are those of the schema. {@code -Dpilab.rewrite=true} writes them anew instead
 * of comparing.
 */
class LabReferenceTest {
    private static final Path DOCUMENT = Fixtures.PROJECT.resolve("docs/lab-file.md");
    private static final Pattern TABLE =
            Pattern.compile("(?ms)(^<!-- keys of (#[^,]*), [^\n]*-->\n)(.*?)(^<!-- end -->)");

    @Test
    void theTablesAreTheSchemas() throws IOException {
        JsonNode schema =
                new ObjectMapper().readTree(LabReferenceTest.class.getResourceAsStream("/schema/lab.schema.json"));
        String text = Files.readString(DOCUMENT);
        List<String> pointers = new ArrayList<>();
        String made = TABLE.matcher(text).replaceAll((MatchResult m) -> {
            pointers.add(m.group(2));
            String table = table(schema, schema.at(m.group(2).substring(1)));
            return (m.group(1) + table + m.group(4)).replace("\\", "\\\\").replace("$", "\\$");
        });

        if (Boolean.getBoolean("pilab.rewrite")) {
            Files.writeString(DOCUMENT, made);
        } else {
            assertThat(text)
                    .describedAs("mvn test -Dtest=LabReferenceTest -Dpilab.rewrite=true writes the tables anew")
                    .isEqualTo(made);
        }
        assertThat(pointers).contains("#", "#/$defs/ssh", "#/$defs/host", "#/$defs/interface", "#/properties/iperf3");
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
                            .map(LabReferenceTest::code)
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
        String plain = said.substring(0, said.length() - 1);
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
