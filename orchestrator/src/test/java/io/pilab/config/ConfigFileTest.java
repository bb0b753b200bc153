package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigFileTest {
    @ParameterizedTest
    @CsvSource({"lab: x,LAB", "'hosts: {}',LAB", "scenario: x,SCENARIO", "timeline: [],SCENARIO"})
    void anyTopLevelKeyTellsTheKind(String text, ConfigFile.FileKind kind) {
        assertThat(ConfigFile.of("f.yaml", text)).isEqualTo(new ConfigFile("f.yaml", text, kind));
    }

    @ParameterizedTest
    @ValueSource(strings = {"version: 3", "[lab]", "lab"})
    void otherFilesAreOfNeitherKind(String text) {
        assertThatThrownBy(() -> ConfigFile.of("f.yaml", text))
                .isInstanceOf(InvalidFileException.class)
                .hasMessage("f.yaml:1:1: neither a lab (its first key is 'lab')"
                        + " nor a scenario (its first key is 'scenario')");
    }

    @Test
    void textThatIsNotYamlIsOfNoKind() {
        assertThatThrownBy(() -> ConfigFile.of("f.yaml", "lab: [\n"))
                .hasMessage("f.yaml:2:1: a value is missing here; a '{' or '[' before it may not be closed");
    }
}
