package io.pilab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.expectation.Recovers;
import io.pilab.expectation.Survives;
import io.pilab.lab.Arm;
import io.pilab.metrics.Bounds;
import io.pilab.metrics.Recovery;
import io.pilab.metrics.RunFigures;
import io.pilab.metrics.TrialFigures;
import io.pilab.record.Event;
import io.pilab.record.HostFacts;
import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.testing.TestingLab;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RunDirectoryTest {
    private static final Event LINK = new Event.Link(3.004, "client", "wlan0", false, false);

    @TempDir
    Path runs;

    private RunDirectory create() {
        RunDirectory run =
                RunDirectory.create(runs.resolve("deep/er"), Instant.parse("2026-11-22T19:15:00Z"), "wlan0-down");
        run.storeFiles("lab: blog-demo\n", "scenario: wlan0-down\n");
        run.storeRun(
                head(run.name()),
                TestingLab.lab(),
                TestingLab.scenario(
                        List.of(Arm.MPTCP, Arm.TCP),
                        new Survives(true, Optional.of("mptcp"), Optional.empty()),
                        new Recovers(
                                90,
                                Recovery.Reference.SETTLED,
                                Duration.ofMillis(2500),
                                Optional.empty(),
                                Optional.empty())));
        return run;
    }

    @Test
    void theFiguresOfAnEarlierRunAreReadBackWhateverTheyAre() {
        RunDirectory run = RunDirectory.create(runs, Instant.EPOCH, "compared");
        Scenario scenario = TestingLab.scenario(List.of(Arm.MPTCP))
                .against(new RunFigures(
                        "earlier",
                        Map.of(
                                "mptcp",
                                List.of(
                                        new TrialFigures(
                                                Map.of("recovery", new Bounds(7, Double.POSITIVE_INFINITY)),
                                                Optional.of(false)),
                                        TrialFigures.NONE))));
        run.storeRun(head(run.name()), TestingLab.lab(), scenario);

        assertThat(RunDirectory.open(run.path()).scenario()).contains(scenario);
    }

    private static RunRecord head(String name) {
        HostFacts facts = new HostFacts(
                "client",
                "Debian GNU/Linux 13",
                "6.12.47",
                "arm64",
                Optional.of(1),
                "6.15.0",
                "cubic",
                Map.of("eth0", List.of("172.31.0.133/24")),
                Optional.empty(),
                List.of(new HostFacts.Iperf3Binary("/opt/iperf3-3.21/bin/iperf3", "3.21", true)),
                List.of(),
                100_000,
                List.of(),
                "debian-13",
                "glibc 2.41");
        return new RunRecord(
                RunRecord.FORMAT,
                name,
                "wlan0-down",
                "blog-demo",
                "0.1.0",
                "abc1234",
                List.of("run", "scenarios/wlan0-down.yaml"),
                "2026-11-22T19:15:00Z",
                Map.of("client", facts),
                Map.of("client", 0.0021),
                List.of("MEASURE: mptcp"));
    }

    @Test
    void theHeadIsReadOnceUntilItIsStoredAgain() throws IOException {
        RunDirectory run = create();
        assertThat(run.arms()).containsExactly(Arm.MPTCP, Arm.TCP);
        Files.delete(run.path().resolve("run.json"));
        assertThat(run.repeat()).isEqualTo(1);
        assertThat(run.damage()).isEmpty();
        run.storeRun(head("another"), TestingLab.lab(), TestingLab.scenario(List.of(Arm.TCP)));
        assertThat(run.run().run()).isEqualTo("another");
        assertThat(run.arms()).containsExactly(Arm.TCP);
    }

    @Test
    void aRunComesBackAsItWasWritten() throws IOException {
        RunDirectory run = create();
        assertThat(run.name()).matches("20261122T191500Z-wlan0-down-[0-9a-f]{4}");
        TrialRecord written;
        TrialDirectory trial = run.beginTrial(1, Arm.MPTCP, TestingLab.OVER_ETH0);
        trial.append(List.of(new Event.Link(3.0040000004, "client", "wlan0", false, false)));
        assertThat(trial.path().resolve("events.jsonl")).content().endsWith("}\n");
        trial.appendRaw("client", "link.txt", "[20".getBytes(StandardCharsets.UTF_8));
        trial.appendRaw("client", "link.txt", "26".getBytes(StandardCharsets.UTF_8));
        trial.storeState(TrialDirectory.StateFile.BEFORE, Map.of("client", "{\"links\":[]}", "server", "oops"));
        written = trial.finish(
                Map.of("client", Map.of("MPCapableSYNTX", 1L)),
                Optional.of(new TrialRecord.ServerZero(-0.0431, 0.004)),
                Optional.empty(),
                List.of("link.txt: odd"));

        RunDirectory read = RunDirectory.open(run.path());
        assertThat(read.run()).isEqualTo(head(run.name()));
        assertThat(read.trials()).containsExactly(written);
        assertThat(written.problem()).isEmpty();
        assertThat(written.events()).as("rounded, as it was written").containsExactly(LINK);
        assertThat(read.labText()).isEqualTo("lab: blog-demo\n");
        assertThat(read.scenarioText()).isEqualTo("scenario: wlan0-down\n");
        assertThat(trial.path()).isEqualTo(run.path().resolve("trials/01-mptcp"));
        assertThat(trial.path().resolve("raw/client/link.txt")).hasContent("[2026");
        assertThat(RecordJson.FILES.readTree(Files.readString(trial.path().resolve("state-before.json"))))
                .isEqualTo(RecordJson.FILES.readTree("{\"client\":{\"links\":[]},\"server\":\"oops\"}"));
        try (var files = Files.list(run.path())) {
            assertThat(files).noneMatch(f -> f.getFileName().toString().endsWith(".new"));
        }
    }

    @Test
    void runJsonHoldsBothFilesAsUnderstood() throws IOException {
        var json = RecordJson.FILES.readTree(Files.readString(create().path().resolve("run.json")));
        assertThat(json.path("format").asInt()).isEqualTo(3);
        assertThat(json.path("pilab_version").asText()).isEqualTo("0.1.0");
        var scenario = json.path("scenario_as_understood");
        assertThat(scenario.at("/treatments/0/traffic").toString())
                .isEqualTo("{\"duration\":10,\"interval\":1,\"to_interface\":\"eth0\",\"tool\":\"iperf3\"}");
        assertThat(scenario.at("/treatments/0/timeline/faults/0").toString())
                .isEqualTo("{\"at\":3,\"on\":\"client\",\"fault\":{\"network_interface\":\"wlan0\","
                        + "\"fault\":\"link-down\"},\"lock_out_allowed\":false}");
        assertThat(scenario.at("/expectations/1/description").asText())
                .isEqualTo("recovers 90% of settled within 2.5s");
        var lab = json.path("lab_as_understood");
        assertThat(lab.at("/pairs/0").toString())
                .isEqualTo("{\"client\":{\"name\":\"client\"},\"server\":{\"name\":\"server\"}}");
        assertThat(lab.at("/hosts/0/interfaces/1").toString())
                .isEqualTo("{\"name\":\"wlan0\",\"address\":\"172.31.0.173/24\",\"endpoint_id\":2,"
                        + "\"flags\":[\"subflow\"]}");
    }

    @Test
    void aTrialThatNeverEndedHasThatProblem() throws IOException {
        RunDirectory run = create();
        TrialDirectory trial = run.beginTrial(1, Arm.TCP, TestingLab.OVER_WLAN0);
        trial.append(List.of(LINK));
        Files.writeString(trial.path().resolve("events.jsonl"), "{\"t\":4,\"ho", StandardOpenOption.APPEND);
        TrialRecord read = run.trials().get(0);
        assertThat(read.problem()).contains("the run ended before this trial did");
        assertThat(read.events())
                .as("what was being written when it ended is left out")
                .containsExactly(LINK);
    }

    @Test
    void whatAHostNamesIsNeverAPath() {
        TrialDirectory trial = create().beginTrial(1, Arm.TCP, TestingLab.OVER_WLAN0);
        for (String name : List.of("../run.json", "a/b", "", ".", "..", ".hidden")) {
            assertThatThrownBy(() -> trial.appendRaw("client", name, new byte[1]))
                    .hasMessage("'client/" + name + "' is not a plain file name");
        }
    }

    @Test
    void damageIsToldWithItsPlace() throws IOException {
        RunDirectory run = create();
        TrialDirectory trial = run.beginTrial(1, Arm.MPTCP, TestingLab.OVER_ETH0);
        trial.append(List.of(LINK, LINK));
        trial.finish(Map.of(), Optional.empty(), Optional.empty(), List.of());
        Path events = run.path().resolve("trials/01-mptcp/events.jsonl");
        String good = Files.readString(events);
        Files.writeString(events, good.replaceFirst("\"up\":false,", "") + "{\n");
        assertThat(problem(run)).isEqualTo(events + ":1: no 'up', and 1 more lines. Lost: what stood there.");
        Files.writeString(events, good + "{\n");
        assertThat(problem(run)).isEqualTo(events + ":3: not a JSON object. Lost: what stood there.");
        Files.writeString(events, good);
        assertThat(run.trials().get(0).problem()).isEmpty();

        Path file = run.path().resolve("trials/01-mptcp/trial.json");
        Files.writeString(file, "{\"number\":1}");
        assertThat(problem(run)).isEqualTo(file + ": no 'mptcp_counters'. Lost: this trial.");

        Path head = run.path().resolve("run.json");
        Files.writeString(head, "{\"format\":4}");
        assertThat(RunDirectory.open(run.path()).damage())
                .singleElement()
                .asString()
                .startsWith(head + ": format 4 is not known, only 1 to 3 are. Lost: which arms were run");
    }

    @Test
    void aHundredTrialsAreInTheirOrder() {
        RunDirectory run = create();
        for (int number : List.of(100, 2, 11)) {
            run.beginTrial(number, Arm.TCP, TestingLab.OVER_WLAN0);
        }
        assertThat(run.trials()).extracting(TrialRecord::number).containsExactly(2, 11, 100);
    }

    @Test
    void whatIsResumedLiesInTheRecordItself() throws IOException {
        RunDirectory run = create();
        Path trial = run.beginTrial(1, Arm.TCP, TestingLab.OVER_WLAN0).path();
        Path elsewhere = Files.move(trial, runs.resolve("elsewhere"));
        Files.createSymbolicLink(trial, elsewhere);
        assertThatThrownBy(() -> run.resumeTrial("01-tcp")).hasMessage(trial + ": it is not a folder of this record");
        assertThatThrownBy(() -> run.stateBefore("01-tcp")).hasMessage(trial + ": it is not a folder of this record");
        assertThat(elsewhere.resolve("events.jsonl")).exists();
    }

    @Test
    void aFileIsNeverWrittenThroughALink() throws IOException {
        RunDirectory run = create();
        Path mine = Files.writeString(runs.resolve("mine"), "mine");
        Files.createSymbolicLink(run.path().resolve(".result.json.new"), mine);
        Files.createSymbolicLink(run.path().resolve("result.json"), mine);
        Files.createSymbolicLink(run.path().resolve("journal.jsonl"), mine);
        run.store("result.json", "{}");
        assertThat(run.appendToJournal("{}"))
                .contains(run.path().resolve("journal.jsonl") + ": it is a link, not a file");
        assertThat(mine).hasContent("mine");
        assertThat(run.path().resolve("result.json")).isRegularFile().hasContent("{}");
    }

    private static String problem(RunDirectory run) {
        return run.trials().get(0).problem().orElseThrow();
    }
}
