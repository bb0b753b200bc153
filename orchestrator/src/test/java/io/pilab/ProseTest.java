package io.pilab;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The documents have short sentences without semicolons. Tables, code and quotations are not checked. */
class ProseTest {
    private static final Path PROJECT = Path.of("..");
    private static final int MOST_WORDS = 30;

    private static final Pattern ITEM = Pattern.compile("\\s*([-*]|\\d+\\.)\\s+.*");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?:])\\s+(?=[A-Z(\\[\"*]|code)");

    @Test
    void everySentenceOfTheDocumentsIsShort() throws IOException {
        for (Path document : documents()) {
            assertThat(sentences(Files.readString(document)))
                    .as("%s: at most %d words, and no semicolon", document, MOST_WORDS)
                    .allMatch(s -> !s.contains(";") && s.split("\\s+").length <= MOST_WORDS);
        }
    }

    @Test
    void sentencesAreFoundInParagraphsAndItemsOnly() {
        String text = """
                # Heading; of a page

                One sentence; of two
                lines. `code; here` and "quoted; text" count as one word.

                | a; b | c |

                    indented; code

                ```yaml
                key: value; more
                ```

                - Item one.
                - Item two has [a link](a;b).
                """;

        assertThat(sentences(text))
                .containsExactly(
                        "One sentence; of two lines.",
                        "code and code count as one word.",
                        "- Item one.",
                        "- Item two has [a link].");
    }

    private static List<Path> documents() throws IOException {
        List<Path> documents = new ArrayList<>();
        for (String place : List.of("docs", "CONTRIBUTING.md", "CHANGELOG.md")) {
            try (Stream<Path> files = Files.walk(PROJECT.resolve(place))) {
                files.filter(f -> f.toString().endsWith(".md")).forEach(documents::add);
            }
        }
        return documents;
    }

    private static List<String> sentences(String markdown) {
        List<String> sentences = new ArrayList<>();
        StringBuilder paragraph = new StringBuilder();
        boolean code = false;
        for (String line : (markdown + "\n\n").lines().toList()) {
            boolean fence = line.strip().startsWith("```");
            boolean prose = !fence && !code && !line.isBlank() && !line.matches("( {4}|[|#]|<!--).*");
            if (!prose || ITEM.matcher(line).matches()) {
                SENTENCE_END
                        .splitAsStream(plain(paragraph.toString()))
                        .filter(s -> !s.isBlank())
                        .forEach(sentences::add);
                paragraph.setLength(0);
            }
            if (prose) {
                paragraph.append(paragraph.isEmpty() ? "" : " ").append(line.strip());
            }
            code ^= fence;
        }
        return sentences;
    }

    /** Code and quotations are one word, and a link is its text. */
    private static String plain(String text) {
        return text.replaceAll("`[^`]*`|\"[^\"]*\"", "code").replaceAll("]\\([^)]*\\)", "]");
    }
}
