package io.pilab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Words that had a better one stay out of code, messages and documents. */
class WordsTest {
    private static final Path PROJECT = Path.of("..");
    private static final List<String> FOLDERS = List.of(
            "orchestrator/src/main",
            "agent-scripts",
            "docs",
            "scenarios",
            "dev",
            "README.md",
            "CHANGELOG.md",
            "CONTRIBUTING.md",
            "pilab");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "can not|cannot",
                "Pis out of network namespaces|virtual Pis built from network namespaces",
                "harmless twice|safe to run twice",
                "goes on by itself|continues on the host",
                "not ours any more: |lock lost; now held by",
                "did not end by itself|hung and was killed",
                "go along with|refused",
                "from whoever holds|locked by someone else",
                "(asked 3|(requested 3",
                "did not tell|no answer from the host",
                "asked from|read from",
                "dead-men|dead man's switches",
                "let us in|login took longer than",
                "lets us in|accepts the key",
                "after a yes|once you confirm",
                "unasked|without `allow: lock-out`",
                "regained|reconnected",
                "people's|belongs to others",
                "does not tell|does not report",
                "dead-man|dead man's switch",
                "put back|restored",
                "puts back|restores",
                "at work on|running on",
                "whoever|the caller",
                "likewise|the same",
                "became of|the outcome of",
                "not fit or|unsupported",
                "is told|receives",
                "are told|receive",
                "goes on|continues",
                "somebody|another user",
                "harmless|idempotent",
            })
    void aWordThatHasABetterOneIsNotUsed(String word, String better) throws IOException {
        Pattern pattern = Pattern.compile(Pattern.quote(word), Pattern.CASE_INSENSITIVE);
        for (String folder : FOLDERS) {
            try (Stream<Path> files = Files.walk(PROJECT.resolve(folder))) {
                assertThat(files.filter(Files::isRegularFile)
                                .filter(file -> lines(file).stream()
                                        .anyMatch(line -> pattern.matcher(line).find())))
                        .as("write '%s' instead of '%s'", better, word)
                        .isEmpty();
            }
        }
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readString(file, StandardCharsets.ISO_8859_1).lines().toList();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
