package io.pilab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.pilab.config.LabFile;
import io.pilab.config.ScenarioFile;
import io.pilab.lab.Lab;
import io.pilab.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every lab and scenario that there is comes back from a record as it was, whatever else the record holds. */
class UnderstoodFilesTest {
    private static final Path GOOD = Path.of("src/test/resources/config/good");
    private static final Path PROJECT = Path.of("..");

    static Stream<Path> labs() throws IOException {
        return Stream.concat(
                in(GOOD).filter(file -> file.getFileName().toString().startsWith("lab")),
                Stream.of(PROJECT.resolve("lab.yaml.example"), PROJECT.resolve("lab-independent-links.yaml.example")));
    }

    static Stream<Path> scenarios() throws IOException {
        return Stream.concat(in(PROJECT.resolve("scenarios")), in(PROJECT.resolve("scenarios/faults")));
    }

    private static Stream<Path> in(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(".yaml")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("labs")
    void aLabComesBack(Path file) {
        Lab lab = LabFile.load(file, Map.of());
        assertThat(UnderstoodFiles.lab(written(lab))).isEqualTo(lab);
    }

    @ParameterizedTest
    @MethodSource("scenarios")
    void aScenarioComesBack(Path file) {
        Scenario scenario = ScenarioFile.load(file);
        assertThat(UnderstoodFiles.scenario(written(scenario))).isEqualTo(scenario);
    }

    @Test
    void whatCannotBeReadIsSaid() {
        ObjectNode scenario = (ObjectNode) written(ScenarioFile.load(PROJECT.resolve("scenarios/wlan0-down.yaml")));
        ((ObjectNode) scenario.at("/treatments/0/timeline/faults/0/fault")).put("fault", "teleport");
        assertThatThrownBy(() -> UnderstoodFiles.scenario(scenario))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("it is no Scenario that can be read: ")
                .hasMessageContaining("teleport");
        ObjectNode lab = (ObjectNode) written(LabFile.load(PROJECT.resolve("lab.yaml.example"), Map.of()));
        lab.remove("hosts");
        assertThatThrownBy(() -> UnderstoodFiles.lab(lab))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a pair names the host");
    }

    @Test
    void aScenarioOfFormat2HadTheArmsOfTheTwoProtocols() {
        Scenario now = ScenarioFile.load(PROJECT.resolve("scenarios/wlan0-down.yaml"));
        ObjectNode json = (ObjectNode) written(now);
        json.set("traffic", json.at("/treatments/0/traffic"));
        json.set("timeline", json.at("/treatments/0/timeline"));
        json.putArray("arms").add("mptcp").add("tcp");
        json.remove(List.of("treatments", "order"));

        assertThat(UnderstoodFiles.scenario(json)).isEqualTo(now);

        json.withArray("/arms").add("sctp");
        assertThatThrownBy(() -> UnderstoodFiles.scenario(json)).hasMessage("there is no arm 'sctp'");
    }

    /** As a later version may write it: with keys that this one does not know, at every place. */
    private static JsonNode written(Object value) {
        JsonNode json = RecordJson.FILES.valueToTree(value);
        addUnknown(json);
        return json;
    }

    /** But for the map of rates, whose keys are names. */
    private static void addUnknown(JsonNode json) {
        json.properties().forEach(property -> {
            if (!property.getKey().equals("link_rates")) {
                addUnknown(property.getValue());
            }
        });
        if (json.isArray()) {
            json.forEach(UnderstoodFilesTest::addUnknown);
        }
        if (json instanceof ObjectNode object) {
            object.putObject("of_a_later_version").put("more", 1);
        }
    }
}
