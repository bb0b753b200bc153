package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.expectation.Recovers;
import io.pilab.expectation.Survives;
import io.pilab.fault.LinkDown;
import io.pilab.lab.Arm;
import io.pilab.lab.Role;
import io.pilab.metrics.Recovery;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingLab;
import io.pilab.traffic.Iperf3;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ScenarioFileTest {
    @Test
    void theDemoIsTheBlogs() {
        assertThat(ScenarioFile.load(Fixtures.demo(), LabFile.load(Fixtures.example(), Map.of())))
                .isEqualTo(TestingLab.scenario(
                        "wlan0-down",
                        new Iperf3(seconds(10), seconds(1), Optional.of("eth0")),
                        List.of(Arm.MPTCP, Arm.TCP),
                        1,
                        new Timeline(List.of(new TimedFault(
                                seconds(3), Role.CLIENT, new LinkDown("wlan0"), Optional.empty(), false))),
                        List.of(
                                new Survives(true, Optional.of("mptcp"), Optional.empty()),
                                new Survives(false, Optional.of("tcp"), Optional.empty()),
                                new Recovers(
                                        90,
                                        Recovery.Reference.BASELINE,
                                        seconds(2),
                                        Optional.of("mptcp"),
                                        Optional.empty()))));
    }

    @Test
    void withIndependentLinksOnlyTheRateThatItComesBackToIsAnother() {
        Scenario demo = ScenarioFile.load(Fixtures.demo(), LabFile.load(Fixtures.example(), Map.of()));
        assertThat(ScenarioFile.load(
                        Fixtures.PROJECT.resolve("scenarios/independent-links.yaml"),
                        LabFile.load(Fixtures.PROJECT.resolve("lab-independent-links.yaml.example"), Map.of())))
                .isEqualTo(TestingLab.scenario(
                        "independent-links",
                        demo.treatments().get(0).traffic(),
                        demo.arms(),
                        demo.repeat(),
                        demo.treatments().get(0).timeline(),
                        List.of(
                                new Survives(true, Optional.of("mptcp"), Optional.empty()),
                                new Survives(false, Optional.of("tcp"), Optional.empty()),
                                new Recovers(
                                        90,
                                        Recovery.Reference.SETTLED,
                                        seconds(2),
                                        Optional.of("mptcp"),
                                        Optional.empty()))));
    }

    @Test
    void whatIsLeftOutHasItsDefault() {
        assertThat(good("scenario-traffic-only"))
                .isEqualTo(TestingLab.scenario(
                        "idle",
                        new Iperf3(Duration.ofMinutes(2), seconds(1), Optional.empty()),
                        List.of(Arm.MPTCP),
                        1,
                        new Timeline(List.of()),
                        List.of()));
    }

    @Test
    void everyKeyArrives() {
        Scenario scenario = good("scenario-everything");
        assertThat(scenario.treatments().get(0).traffic())
                .isEqualTo(new Iperf3(seconds(20), Duration.ofMillis(500), Optional.of("eth0")));
        assertThat(scenario.arms()).containsExactly(Arm.TCP, Arm.MPTCP);
        assertThat(scenario.trials()).hasSize(10);
        assertThat(scenario.treatments().get(0).timeline().faults())
                .containsExactly(
                        new TimedFault(
                                Duration.ofMillis(500),
                                Role.CLIENT,
                                new LinkDown("wlan0"),
                                Optional.of(Duration.ofMillis(1500)),
                                false),
                        new TimedFault(
                                seconds(12), Role.CLIENT, new LinkDown("wlan0"), Optional.of(seconds(8)), false));
        assertThat(scenario.expectations())
                .element(3)
                .isEqualTo(new Recovers(
                        99.5,
                        Recovery.Reference.BASELINE,
                        Duration.ofMillis(19_500),
                        Optional.empty(),
                        Optional.empty()));
    }

    @Test
    void aScenarioByItselfMayNameAnyInterface() {
        String text = Fixtures.text(Fixtures.FOLDER.resolve("bad/reference/scenario-unknown-interface.yaml"));
        assertThat(ScenarioFile.parse("s.yaml", text)
                        .treatments()
                        .get(0)
                        .timeline()
                        .interfaces(Role.CLIENT))
                .containsExactly("wlan7");
    }

    @Test
    void readsFromAFile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("s.yaml");
        Files.writeString(file, "scenario: s\ntraffic: { tool: iperf3, duration: 1s }\n");
        assertThat(ScenarioFile.load(file).name()).isEqualTo("s");
    }

    @Test
    void aMissingFileIsAProblemWithItsCure() {
        assertThatThrownBy(() -> ScenarioFile.load(Path.of("no.yaml")))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageStartingWith("no.yaml: there is no such file; name a file, or one that comes with pilab:"
                        + " blog, independent-links, stale-loss, wlan0-down, ");
    }

    private static Scenario good(String name) {
        return ScenarioFile.parse("s.yaml", Fixtures.text(Fixtures.FOLDER.resolve("good/" + name + ".yaml")));
    }

    private static Duration seconds(int seconds) {
        return Duration.ofSeconds(seconds);
    }

    @Test
    void theCopyInARecordMayHaveKeysOfALaterVersion() {
        String text = """
                scenario: s
                mood: good
                traffic: { tool: iperf3, duration: 10s, window: 4 }
                timeline:
                  - { at: 3s, on: client, fault: link-down, interface: wlan0, colour: red }
                expect:
                  - { survives: true, weight: 2 }
                """;
        assertThatThrownBy(() -> ScenarioFile.parse("s.yaml", text)).hasMessageContaining("unknown key 'mood'");
        assertThat(ScenarioFile.recorded("s.yaml", text)
                        .treatments()
                        .get(0)
                        .timeline()
                        .faults())
                .hasSize(1);
        assertThatThrownBy(() -> ScenarioFile.recorded("s.yaml", text.replace("scenario: s\n", "")))
                .hasMessageContaining("missing key 'scenario'");
    }
}
