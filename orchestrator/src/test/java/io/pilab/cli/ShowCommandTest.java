package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.pilab.app.Variation;
import io.pilab.cli.ShowDriver.Shown;
import io.pilab.lab.Arm;
import io.pilab.record.Event;
import io.pilab.record.TrialRecord;
import io.pilab.report.ReportFormat;
import io.pilab.scenario.Scenario;
import io.pilab.store.RunDirectory;
import io.pilab.store.RunningMark;
import io.pilab.store.TrialDirectory;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingRun;
import io.pilab.testing.TestingTrial;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class ShowCommandTest {
    @TempDir
    private Path runs;

    private Shown show(String... args) {
        return new ShowDriver(runs).show(args);
    }

    private RunDirectory store(Scenario scenario, List<TrialRecord> trials) {
        return new ShowDriver(runs).store(scenario, trials);
    }

    @Test
    void judgesAgainFromTheRecordAlone() throws IOException {
        RunDirectory run = store(TestingRun.scenario(), TestingRun.trials());
        String golden = Files.readString(Path.of("src/test/resources/golden/console.txt"));

        Shown shown = show("last");
        assertThat(shown.out())
                .isEqualTo(golden.replace("runs/" + TestingRun.NAME, run.path().toString())
                        .replace(TestingRun.NAME, run.name()));
        assertThat(shown.err()).isEmpty();
        assertThat(shown.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(show(run.name()).out()).isEqualTo(shown.out());
        assertThat(show(run.path().toString()).out()).isEqualTo(shown.out());
        assertThat(show("20261122").out()).isEqualTo(shown.out());
    }

    @Test
    void printsTheResultDocument() throws IOException {
        store(TestingRun.scenario(), TestingRun.trials());
        JsonNode json =
                new ObjectMapper().readTree(show("--format", "json", "last").out());
        assertThat(json.path("outcome").asText()).isEqualTo("pass");
        assertThat(json.at("/trials/1/metrics/survived").asBoolean()).isFalse();
    }

    @Test
    void printsEveryReportByItsNameAndKeepsItsFile() throws IOException {
        RunDirectory run = store(TestingRun.scenario(), TestingRun.trials());
        for (ReportFormat format : ReportFormat.all()) {
            String printed = show("--format", format.name(), "last").out();
            assertThat(printed).isNotEmpty();
            assertThat(run.path().resolve(format.fileName())).hasContent(printed);
        }
        Shown refused = show("--format", "yaml", "last");
        assertThat(refused.exitCode()).isEqualTo(ExitCode.INVALID);
        assertThat(refused.err())
                .startsWith(
                        "pilab: Invalid value for option '--format': expected one of [text, json, csv, samples, junit, markdown]"
                                + " (case-insensitive) but was 'yaml'");
    }

    @Test
    void theVerdictIsTheExitCode() {
        TrialRecord dead = TestingTrial.failover()
                .withoutReports("server")
                .received(t -> t < 3 ? 160e6 : 0)
                .record();
        store(
                new Variation(Optional.of("mptcp"), Optional.empty(), Optional.empty(), Optional.empty())
                        .of(TestingRun.scenario(), "x"),
                List.of(dead));
        assertThat(show("last").exitCode()).isEqualTo(ExitCode.EXPECTATION_FAILED);
    }

    @Test
    void anIncompleteRunIsNotPass() throws IOException {
        store(TestingRun.scenario(), List.of(TestingRun.trials().get(0)));
        Shown shown = show("last");
        assertThat(shown.exitCode()).isEqualTo(ExitCode.BROKEN);
        assertThat(shown.out()).contains("trial 2/2  tcp  was not run\n");
        JsonNode json =
                new ObjectMapper().readTree(show("--format", "json", "last").out());
        assertThat(json.path("not_run").toString()).isEqualTo("[{\"number\":2,\"arm\":\"tcp\"}]");
    }

    @Test
    void aRunThatGoesOnSaysSoAndIsNotToBeResumed() {
        RunDirectory run = store(TestingRun.scenario(), List.of());
        TrialDirectory open = run.beginTrial(1, Arm.MPTCP, TestingLab.OVER_ETH0);
        try (RunningMark mark = run.running()) {
            open.append(
                    TestingTrial.failover().withoutReports("client").record().events());
            Shown shown = show("last");
            assertThat(shown.err()).isEqualTo("pilab: the run is still going on; this is what there is so far\n");
            assertThat(shown.out())
                    .contains("BROKEN   no verdict: the trial is not over yet\n")
                    .contains("unknown: client was not asked for its counters at the end of the")
                    .contains("trial 2/2  tcp  was not run\n")
                    .doesNotContain("the kernel has no");
        }
        assertThat(run.isRunning()).isFalse();
        assertThat(show("last").err()).contains("trial 1 was cut off", "pilab run --resume " + run.name());
    }

    @Test
    void anUnfinishedTrialIsBroken() {
        store(
                TestingLab.scenario(List.of(Arm.MPTCP)),
                List.of(TestingTrial.failover().problem("client: lost").record()));
        Shown shown = show("last");
        assertThat(shown.exitCode()).isEqualTo(ExitCode.BROKEN);
        assertThat(shown.out()).contains("verdict: BROKEN  trial 1, client: lost\n");
    }

    @Test
    void theArmsThatWereLeftOutAreNotMissed() {
        store(
                TestingLab.scenario(List.of(Arm.MPTCP)),
                List.of(TestingRun.trials().get(0)));
        Shown shown = show("last");
        assertThat(shown.out()).contains("verdict: PASS").doesNotContain("no trial of that arm");
        assertThat(shown.exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void aRunThatIsNotThere() {
        Shown none = show("last");
        assertThat(none.err()).isEqualTo("pilab: there is no run in " + runs + "; --runs names another folder\n");
        assertThat(none.exitCode()).isEqualTo(ExitCode.INVALID);

        RunDirectory run = store(TestingRun.scenario(), TestingRun.trials());
        Shown wrong = show("2025");
        assertThat(wrong.err()).isEqualTo("pilab: no run '2025' in " + runs + "; the nearest: " + run.name() + "\n");
        assertThat(wrong.exitCode()).isEqualTo(ExitCode.INVALID);
    }

    @Test
    void aDamagedRecordIsToldWithItsPlace() throws IOException {
        RunDirectory run = store(TestingRun.scenario(), TestingRun.trials());
        Path events = run.path().resolve("trials/01-mptcp/events.jsonl");
        Files.writeString(events, "{\"t\":1,\"host\":\"client\",\"kind\":\"link\"}\n");
        Shown shown = show("last");
        assertThat(shown.out().replaceAll("\\s+", " "))
                .contains("verdict: BROKEN trial 1, " + events + ":1: no 'interface'. Lost: what stood there.");
        assertThat(shown.exitCode()).isEqualTo(ExitCode.BROKEN);

        Files.delete(run.path().resolve("run.json"));
        Files.move(run.path().resolve("trials"), runs.resolve("elsewhere"));
        assertThat(show("last").err())
                .isEqualTo("pilab: " + run.path()
                        + ": it has neither run.json nor trials, so it is not the record of a run\n");
    }

    @Test
    void aMangledScenarioIsADamagedRecordToo() throws IOException {
        RunDirectory run = store(TestingRun.scenario(), TestingRun.trials());
        Path head = run.path().resolve("run.json");
        Files.writeString(
                head, Files.readString(head).replaceFirst("\"fault\" : \"link-down\"", "\"fault\" : \"teleport\""));
        Shown shown = show("last");
        assertThat(shown.err())
                .contains(head + ": 'scenario_as_understood': it is no Scenario that can be read: ")
                .contains("teleport");
        assertThat(shown.exitCode()).isEqualTo(ExitCode.BROKEN);
    }

    @Test
    void theCopiesOfBothFilesAreForPeople() throws IOException {
        RunDirectory run = store(TestingRun.scenario(), TestingRun.trials());
        Files.writeString(run.path().resolve("scenario.yaml"), "scenario: x\n");
        Files.delete(run.path().resolve("lab.yaml"));
        assertThat(show("last").exitCode()).isEqualTo(ExitCode.DONE);
    }

    @Test
    void eventsSurviveTheRoundTrip() {
        RunDirectory run = store(TestingRun.scenario(), TestingRun.trials());
        List<Event> written = TestingRun.trials().get(1).events();
        assertThat(run.trials().get(1).events()).hasSameSizeAs(written);
        assertThat(run.trials().get(1).path()).isEqualTo(TestingLab.OVER_WLAN0);
        assertThat(run.trials().get(1).problem()).isEqualTo(Optional.empty());
    }
}
