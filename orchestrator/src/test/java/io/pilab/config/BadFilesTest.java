package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Beside each bad file lies the full text of its problems. */
class BadFilesTest {
    static Stream<Path> badFiles() {
        return Stream.of("bad/syntax", "bad/structure", "bad/reference").flatMap(f -> Fixtures.in(f).stream());
    }

    @ParameterizedTest
    @MethodSource("badFiles")
    void everyProblemIsToldWithItsPlace(Path file) {
        InvalidFileException refused = catchThrowableOfType(InvalidFileException.class, () -> Fixtures.load(file));
        assertThat(refused).as("%s is accepted", file).isNotNull();
        Path expected = file.resolveSibling(file.getFileName().toString().replace(".yaml", ".txt"));
        assertThat(refused.getMessage() + "\n").isEqualTo(Fixtures.text(expected));
    }
}
