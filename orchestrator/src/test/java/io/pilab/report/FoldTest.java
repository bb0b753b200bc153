package io.pilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FoldTest {
    @Test
    void whatGoesOnStandsBelowTheTextOfItsLine() {
        assertThat(Fold.to("  note    one two three four\n", 20))
                .isEqualTo("  note    one two\n          three four\n");
        assertThat(Fold.to("one two three four", 12)).isEqualTo("one two\n  three four");
        assertThat(Fold.to("fits\n\nhere\n", 4)).isEqualTo("fits\n\nhere\n");
    }

    @Test
    void coloursTakeNoRoom() {
        String coloured = "\u001b[1;32mPASS\u001b[0m  one two";
        assertThat(Fold.to(coloured, 13)).isEqualTo(coloured);
        assertThat(Fold.to(coloured, 12)).isEqualTo("\u001b[1;32mPASS\u001b[0m  one\n      two");
    }

    @Test
    void aWordThatIsTooLongIsLeftWhole() {
        assertThat(Fold.to("a https://example.org/one/two", 10)).isEqualTo("a\n  https://example.org/one/two");
    }

    @ParameterizedTest
    @ValueSource(ints = {60, 80})
    void theReportFits(int columns) throws IOException {
        String report = Files.readString(Path.of("src/test/resources/golden/console.txt"));
        assertThat(Fold.to(report, columns).lines())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(columns));
        assertThat(Fold.to(report, columns).replaceAll("\\s+", " ")).isEqualTo(report.replaceAll("\\s+", " "));
    }
}
