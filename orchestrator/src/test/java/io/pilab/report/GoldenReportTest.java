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
                .flatMap(l -> Stream.of(
                        Arguments.of("console.txt", console(false), l),
                        Arguments.of("result.json", ReportFormat.json(), l),
                        Arguments.of("intervals.csv", ReportFormat.csv(), l)));
    }

    @ParameterizedTest(name = "{0} {2}")
    @MethodSource("formatsAndLocales")
    void equalsItsGoldenFile(String name, ReportFormat format, Locale locale) throws IOException {
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
        String coloured = render(console(true));
        assertThat(coloured).contains("\u001b[1;33m  --- 3.004 s");
        assertThat(coloured.replaceAll("\u001b\\[[0-9;]*m", "")).isEqualTo(render(console(false)));
        assertThat(render(console(false))).doesNotContain("\u001b");
    }

    @Test
    void noLineIsWiderThanAHundredColumns() {
        assertThat(render(console(false)).lines()).allMatch(l -> l.length() <= 100);
    }

    @Test
    void aRunWithoutTrialsHasNoVerdict() {
        Scenario scenario = TestingRun.scenario();
        String text = console(false)
                .render(new JudgedRun(TestingRun.head(), scenario, List.of(), Verdict.judge(scenario, List.of())));
        assertThat(text).contains("verdict: BROKEN  there is no trial\n");
    }

    private static ReportFormat console(boolean coloured) {
        return ReportFormat.console(new ConsoleOptions(coloured, Optional.of("runs/" + TestingRun.NAME)));
    }

    private static String render(ReportFormat format) {
        Scenario scenario = TestingRun.scenario();
        List<TrialRecord> trials = TestingRun.trials();
        return format.render(new JudgedRun(TestingRun.head(), scenario, trials, Verdict.judge(scenario, trials)));
    }
}
