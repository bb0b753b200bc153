package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.Lab;
import io.pilab.scenario.Scenario;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class GoodFilesTest {
    static Stream<Path> goodFiles() {
        return Fixtures.in("good").stream();
    }

    @ParameterizedTest
    @MethodSource("goodFiles")
    void isAcceptedAsWhatItIs(Path file) {
        assertThat(Fixtures.load(file)).isInstanceOf(Fixtures.isLab(file) ? Lab.class : Scenario.class);
        assertThat(ConfigFile.load(file).kind())
                .isEqualTo(Fixtures.isLab(file) ? ConfigFile.FileKind.LAB : ConfigFile.FileKind.SCENARIO);
    }
}
