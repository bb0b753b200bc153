package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** What the README and the documents promise is so. */
class ReadmeTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern LINK = Pattern.compile("\\]\\(([^)#:]+)\\)");

    private static final Pattern YAML = Pattern.compile("(?ms)^```yaml\n(.*?)^```$");

    /** In a line of a shell or in backquotes. */
    private static final Pattern COMMAND =
            Pattern.compile("(?m)(?:^ {4}(?:sudo )?(?:\\./)?|`(?:sudo )?(?:\\./)?)pilab ([a-z]+)");

    /** What a terminal shows without folding. */
    private static final int WIDTH = 80;

    @Test
    void theHelpInTheReadmeIsTheRealOne() throws IOException {
        StringWriter out = new StringWriter();
        int exitCode = Main.run(new PrintWriter(out), new PrintWriter(out), "--help");

        assertThat(exitCode).isZero();
        assertThat(Files.readString(ROOT.resolve("README.md"))).contains("```\n" + out + "```");
    }

    @Test
    void theFilesInTheReadmeAreValidTogether(@TempDir Path folder) throws IOException {
        List<String> files = YAML.matcher(Files.readString(ROOT.resolve("README.md")))
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();
        assertThat(files).hasSize(2).allSatisfy(text -> assertThat(text.lines()).hasSizeLessThanOrEqualTo(12));
        Path lab = Files.writeString(folder.resolve("lab.yaml"), files.get(0));
        Path scenario = Files.writeString(folder.resolve("wlan0-down.yaml"), files.get(1));
        StringWriter out = new StringWriter();
        PrintWriter writer = new PrintWriter(out);

        assertThat(Main.run(writer, writer, "run", "--dry-run", "-f", lab.toString(), scenario.toString()))
                .as(out.toString())
                .isZero();
        assertThat(out.toString()).startsWith("scenario wlan0-down, 2 trials, 20 s of traffic; ");
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyLinkLeadsToAFile(Path document) throws IOException {
        List<String> links = LINK.matcher(Files.readString(document))
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();

        assertThat(links)
                .allSatisfy(link -> assertThat(document.resolveSibling(link)).exists());
    }

    static Stream<Path> documents() throws IOException {
        try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
            return Stream.concat(
                    Stream.of("README.md", "CONTRIBUTING.md", "CHANGELOG.md").map(ROOT::resolve),
                    docs.filter(p -> p.toString().endsWith(".md")))
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("documents")
    void everyCommandThatADocumentNamesExists(Path document) throws IOException {
        List<String> named = COMMAND.matcher(Files.readString(document))
                .results()
                .map((MatchResult m) -> m.group(1))
                .toList();

        assertThat(new PilabCommand().commandLine().getSubcommands().keySet()).containsAll(named);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void everyCommandHasAnExampleAndFitsATerminal(CommandLine command) {
        String help = command.getUsageMessage();

        assertThat(help).contains("Example");
        assertThat(help.lines()).allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(WIDTH));
        assertThat(help.lines().filter(l -> l.startsWith("  pilab ") || l.startsWith("  sudo ")))
                .isNotEmpty();
    }

    static Stream<CommandLine> commands() {
        return new PilabCommand()
                .commandLine().getSubcommands().values().stream()
                        .flatMap(c -> Stream.concat(Stream.of(c), c.getSubcommands().values().stream()));
    }

    @Test
    void everyExitCodeIsDocumented() throws IOException {
        String document = Files.readString(ROOT.resolve("docs/exit-codes.md"));

        assertThat(document).contains("| 0 |", "| 1 |", "| 2 |", "| 3 |", "| 4 |", "| 5 |");
    }
}
