package io.pilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.testing.TestingRun;
import io.pilab.verdict.Verdict;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Each format, under hostile locales, against its golden file. -Dgolden.write=DIR writes them anew. */
final class GoldenReportTest {
    private static final Locale BEFORE = Locale.getDefault();

    @AfterEach
    void restoreLocale() {
        Locale.setDefault(BEFORE);
    }

    static Stream<Arguments> formatsAndLocales() {
        List<Locale> locales = List.of(Locale.ROOT, Locale.GERMANY, Locale.forLanguageTag("ru-RU"));
        return locales.stream()
                .flatMap(l -> Stream.concat(
                        Stream.of(Arguments.of("console.txt", (Function<JudgedRun, String>) console(false)::render, l)),
                        ReportFormat.all().stream()
                                .map(f -> Arguments.of(f.fileName(), (Function<JudgedRun, String>) f::render, l))));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("formatsAndLocales")
    void equalsItsGoldenFile(String name, Function<JudgedRun, String> format, Locale locale) throws IOException {
        Locale.setDefault(locale);
        String rendered = render(format);
        String directory = System.getProperty("golden.write");
        if (directory != null) {
            Files.writeString(Path.of(directory, name), rendered);
        }
        try (InputStream golden = GoldenReportTest.class.getResourceAsStream("/golden/" + name)) {
            assertThat(rendered)
                    .isEqualTo(new String(Objects.requireNonNull(golden, name).readAllBytes(), StandardCharsets.UTF_8));
        }
    }

    @Test
    void coloursAddNothingButColour() {
        String coloured = render(console(true)::render);
        assertThat(coloured).contains("\u001b[1;33m  --- 3.004 s");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(render(console(false)::render));
        assertThat(render(console(false)::render)).doesNotContain("\u001b");
    }

    @Test
    void noLineIsWiderThanAHundredColumns() {
        assertThat(render(console(false)::render).lines()).allMatch(l -> l.length() <= 100);
    }

    @Test
    void aRunWithoutTrialsHasNoVerdict() {
        Scenario scenario = TestingRun.scenario();
        String text = console(false)
                .render(new JudgedRun(TestingRun.head(), scenario, List.of(), Verdict.judge(scenario, List.of())));
        assertThat(text).contains("verdict: BROKEN  there is no trial\n");
    }

    private static ConsoleReport console(boolean coloured) {
        return new ConsoleReport(new ConsoleOptions(coloured, true, Optional.of("runs/" + TestingRun.NAME)));
    }

    private static String render(Function<JudgedRun, String> format) {
        Scenario scenario = TestingRun.scenario();
        List<TrialRecord> trials = TestingRun.trials();
        return format.apply(new JudgedRun(TestingRun.head(), scenario, trials, Verdict.judge(scenario, trials)));
    }
}
