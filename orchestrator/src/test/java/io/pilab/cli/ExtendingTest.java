package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.config.NewSchema;
import io.pilab.expectation.TrialExpectation;
import io.pilab.report.ReportFormat;
import io.pilab.testing.Extension;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What docs/extending promises: one new file and its name in {@code permits} are a new expectation, a new report. */
final class ExtendingTest {
    @TempDir
    private Path classes;

    @TempDir
    private Path runs;

    @Test
    void anExpectationIsReadStoredJudgedAndPrinted() throws Exception {
        try (Extension stalls = Extension.of(classes, TrialExpectation.class, "Stalls")) {
            JsonNode result = new ObjectMapper().readTree(stalls.run(NewExpectation.class, runs));

            assertThat(result.at("/trials/0/expectations"))
                    .extracting(e -> e.path("expectation").asText() + " "
                            + e.path("outcome").asText() + " "
                            + e.path("detail").asText())
                    .containsExactly(
                            "stalls for at most 1s pass 0.60 to 0.80 s",
                            "stalls for at most 0.7s broken 0.60 to 0.80 s: the samples cannot tell",
                            "mptcp stalls for at most 0.5s fail 0.60 to 0.80 s");
            assertThat(stalls.run(NewSchema.class, Path.of("src/main/resources/schema/scenario.schema.json")))
                    .contains("\"stalls\": {", "How long the traffic may stand still after the first fault.");
        }
    }

    @Test
    void aReportIsPrintedAndKeptInTheRunDirectory() throws Exception {
        try (Extension tap = Extension.of(classes, ReportFormat.class, "TapReport")) {
            String printed = tap.run(NewReport.class, runs);

            assertThat(printed).isEqualTo("1..2\nok 1 - mptcp\nok 2 - tcp\n");
            try (Stream<Path> files = Files.walk(runs)) {
                List<Path> kept = files.filter(f -> f.endsWith("result.tap")).toList();
                assertThat(kept)
                        .singleElement()
                        .satisfies(file -> assertThat(file).hasContent(printed));
            }
        }
    }
}
