package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.TestingLabs;
import io.pilab.fault.Fault;
import io.pilab.lab.Lab;
import io.pilab.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The reference is true: its YAML loads, and no key is missing from it. */
class DocumentsTest {
    private static final Pattern BLOCK = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");
    private static final String LAB = "lab-file.md";
    private static final String SCENARIO = "scenario-file.md";

    static Stream<String> labBlocks() {
        return Stream.of(LAB, "ssh.md", "real-pis.md").flatMap(DocumentsTest::blocks);
    }

    static Stream<String> scenarioBlocks() {
        return blocks(SCENARIO);
    }

    @ParameterizedTest
    @MethodSource("labBlocks")
    void aBlockOfTheLabReferenceLoads(String block) {
        assertThat(LabFile.parse(LAB, within(block, Fixtures.example()))).isInstanceOf(Lab.class);
    }

    @ParameterizedTest
    @MethodSource("scenarioBlocks")
    void aBlockOfTheScenarioReferenceLoads(String block) {
        assertThat(ScenarioFile.parse(SCENARIO, within(block, Fixtures.demo()), TestingLabs.withHelper()))
                .isInstanceOf(Scenario.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"lab", "scenario"})
    void everyKeyOfTheSchemaIsExplained(String kind) throws IOException {
        String text = document(kind + "-file.md");
        JsonNode schema = new ObjectMapper()
                .readTree(DocumentsTest.class.getResourceAsStream("/schema/" + kind + ".schema.json"));
        TreeSet<String> keys = new TreeSet<>();
        schema.findValues("properties").forEach(p -> p.fieldNames().forEachRemaining(keys::add));
        assertThat(keys)
                .hasSizeGreaterThan(10)
                .allSatisfy(key -> assertThat(text).containsPattern("`([a-z_]+\\.)?" + key + "[`:]"));
    }

    @Test
    void everyFaultIsExplained() {
        assertThat(Variants.of(Fault.class).keySet())
                .allSatisfy(fault -> assertThat(document(SCENARIO)).contains("| `" + fault + "` |"));
    }

    /** The example's text with the block's top-level keys in place of its own; a whole file as it is. */
    private static String within(String block, Path example) {
        List<String> own = topLevel(block).map(DocumentsTest::key).toList();
        if (own.contains("lab") || own.contains("scenario")) {
            return block;
        }
        String rest = topLevel(Fixtures.text(example))
                .filter(chunk -> !own.contains(key(chunk)))
                .reduce("", String::concat);
        return rest + block;
    }

    private static Stream<String> topLevel(String text) {
        return Arrays.stream(text.split("(?m)^(?=[a-z])")).filter(chunk -> Character.isLetter(chunk.charAt(0)));
    }

    private static String key(String chunk) {
        return chunk.substring(0, chunk.indexOf(':'));
    }

    private static Stream<String> blocks(String document) {
        return BLOCK.matcher(document(document)).results().map((MatchResult m) -> m.group(1));
    }

    private static String document(String name) {
        return Fixtures.text(Fixtures.PROJECT.resolve("docs").resolve(name));
    }
}
