package io.pilab.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Isolated;

/** {@code pilab demo} as a newcomer runs it: real hosts, real traffic, a real fault; the record is asked, not the screen. */
@Isolated
class DemoIT {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** What one link of the rig carries, bits per second. */
    private static final double LINK = 200e6;

    /** What an interface without traffic of the trial stays below, bytes: 40 ms of one link. How much more a subflow gets is the kernel's choice. */
    private static final double IDLE = 1e6;

    @TempDir
    private static Path folder;

    private static PilabProcess.Ended demo;
    private static Path run;

    @BeforeAll
    static void demonstrate() throws IOException {
        demo = new PilabProcess(folder)
                .run("demo", "--runs", folder.resolve("runs").toString());
        System.out.println(demo.out());
        assertThat(demo.exitCode()).describedAs(demo.all()).isZero();
        try (Stream<Path> runs = Files.list(folder.resolve("runs"))) {
            run = runs.findFirst().orElseThrow();
        }
    }

    @Test
    void theClientSawTheBlogsMptcpEvents() throws IOException {
        List<JsonNode> events = events("01-mptcp", "client", "mptcp");

        assertThat(events).extracting(e -> e.path("event").asText()).contains("CREATED", "ESTABLISHED");
        assertThat(events)
                .anyMatch(e -> e.path("event").asText().equals("ANNOUNCED")
                        && e.toString().contains("172.31.0.237"));
        assertThat(events)
                .anyMatch(e -> e.path("event").asText().equals("SF_ESTABLISHED")
                        && e.path("interface").asText().equals("wlan0"));
    }

    @Test
    void mptcpIsNoFasterThanTheOneUplinkAndComesBackToItsRate() throws IOException {
        JsonNode metrics = trial(0).path("metrics");
        double tcp = trial(1).path("metrics").path("baseline").asDouble();

        assertThat(metrics.path("baseline").asDouble()).isBetween(0.5 * LINK, 1.05 * LINK);
        assertThat(metrics.path("baseline").asDouble()).isLessThan(1.1 * tcp);
        assertThat(metrics.path("settled").asDouble())
                .isGreaterThan(0.9 * metrics.path("baseline").asDouble());
        assertThat(metrics.path("dip").path("bits_per_second").asDouble())
                .isLessThan(metrics.path("baseline").asDouble());
        assertThat(metrics.path("survived").asBoolean()).isTrue();
    }

    @Test
    void wlan0CarriedBytesBeforeTheFaultAndNoneAfter() throws IOException {
        JsonNode wlan0 = StreamSupport.stream(
                        trial(0).path("metrics").path("interfaces").spliterator(), false)
                .filter(i -> i.path("network_interface").asText().equals("wlan0"))
                .findFirst()
                .orElseThrow();

        assertThat(wlan0.path("before").asDouble()).isGreaterThan(IDLE);
        assertThat(wlan0.path("after").asDouble()).isLessThan(IDLE);
    }

    @Test
    void theFaultFiredWithin50MillisecondsByTheKernelsOwnNotification() throws IOException {
        for (String trial : List.of("01-mptcp", "02-tcp")) {
            List<JsonNode> faults = events(trial, "client", "fault");
            assertThat(faults).hasSize(1);
            assertThat(faults.get(0).path("requested").asDouble()).isEqualTo(3.0);
            assertThat(faults.get(0).path("actual").asDouble()).isEqualTo(3.0, within(0.050));
            assertThat(events(trial, "client", "link"))
                    .anyMatch(l -> !l.path("up").asBoolean()
                            && l.path("t").asDouble()
                                    == faults.get(0).path("actual").asDouble());
        }
    }

    @Test
    void plainTcpOverTheSameInterfaceDidNotSurviveAndTheResultSaysSo() throws IOException {
        assertThat(trial(1).path("arm").asText()).isEqualTo("tcp");
        assertThat(trial(1).path("metrics").path("survived").asBoolean(true)).isFalse();
        assertThat(trial(1).path("path").path("client_interface").asText()).isEqualTo("wlan0");
        assertThat(demo.out()).contains("tcp over wlan0 did not survive (stall at least ");
    }

    @Test
    void everyHostIsAsBefore() throws IOException {
        for (String trial : List.of("01-mptcp", "02-tcp")) {
            for (String host : List.of("client", "server")) {
                List<JsonNode> restores = events(trial, host, "restore");
                assertThat(restores).hasSize(1);
                assertThat(restores.get(0).path("verified").asBoolean()).isTrue();
                assertThat(restores.get(0).path("difference")).isEmpty();
            }
            JsonNode difference = JSON.readTree(run.resolve("trials")
                    .resolve(trial)
                    .resolve("state-difference.json")
                    .toFile());
            assertThat(difference).allMatch(JsonNode::isEmpty);
        }
    }

    @Test
    void theScreenShowsTheTableTheFaultTheEventsTheVerdictAndTheRunDirectory() {
        assertThat(demo.out())
                .contains("link-down wlan0")
                .contains("SF_ESTABLISHED")
                .contains("ANNOUNCED")
                .contains("mptcp survives")
                .contains(run.getFileName().toString());
    }

    @Test
    void theBlogsFiguresStandBesideOursAndSupportIt() {
        assertThat(demo.out().lines().filter(l -> l.startsWith("  before, Mbit/s")))
                .singleElement()
                .asString()
                .contains("924.0");
        assertThat(demo.out().replaceAll("\\s+", " "))
                .contains("This run supports the blog's conclusion, resilience and not bandwidth.");
    }

    @Test
    void showPrintsTheSameResultFromTheRecordAlone() {
        PilabProcess.Ended shown = new PilabProcess(folder).run("show", run.toString());

        assertThat(shown.exitCode()).describedAs(shown.all()).isZero();
        assertThat(shown.out().lines().filter(l -> l.contains("link-down wlan0")))
                .isNotEmpty()
                .allMatch(demo.out()::contains);
    }

    @Test
    void nothingOfTheRigIsLeft() throws IOException {
        assertThat(Path.of("/run/netns/pilab-blog-demo-client")).doesNotExist();
        assertThat(Path.of("/run/pilab-rig/blog-demo")).doesNotExist();
        assertThat(Files.readString(Path.of("/proc/mounts"))).doesNotContain("/run/pilab-rig/blog-demo");
        assertThat(ProcessHandle.allProcesses().map(p -> p.info().commandLine().orElse("")))
                .noneMatch(c -> c.contains("/run/pilab-rig/blog-demo"));
    }

    private static JsonNode trial(int index) throws IOException {
        return JSON.readTree(run.resolve("result.json").toFile()).path("trials").path(index);
    }

    private static List<JsonNode> events(String trial, String host, String kind) throws IOException {
        Path file = run.resolve("trials").resolve(trial).resolve("events.jsonl");
        try (Stream<String> lines = Files.lines(file)) {
            return lines.map(DemoIT::parse)
                    .filter(e -> e.path("host").asText().equals(host)
                            && e.path("kind").asText().equals(kind))
                    .toList();
        }
    }

    private static JsonNode parse(String line) {
        try {
            return JSON.readTree(line);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }
}
