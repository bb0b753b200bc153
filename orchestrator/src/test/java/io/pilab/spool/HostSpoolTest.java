package io.pilab.spool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pilab.fault.ProcessPause;
import io.pilab.lab.Arm;
import io.pilab.lab.Role;
import io.pilab.record.Event;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingRun;
import io.pilab.testing.TestingSamples;
import io.pilab.testing.TestingSpool;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class HostSpoolTest {
    private static final String NETSTAT = """
            TcpExt: A B
            TcpExt: 1 2
            MPTcpExt: MPCapableSYNTX SubflowStale%s
            MPTcpExt: %s %s%s
            """;

    private static TestingSpool d1() {
        return new TestingSpool()
                .started(
                        TestingSpool.agentLine(3.0, "\"event\":\"inject\",\"index\":0,\"code\":0"),
                        TestingSpool.agentLine(10.058, "\"event\":\"traffic-end\",\"code\":0"),
                        TestingSpool.agentLine(10.1, "\"event\":\"done\""))
                .with("traffic.jsonl", TestingSamples.text("D1-cli-wlan0-down-at3/client.out"))
                .withMonitor(TestingSamples.text("D1-cli-wlan0-down-at3/monitor-cli.log"))
                .withLink(3.004, "wlan0", "BROADCAST,MULTICAST")
                .withCounters(1, "wlan0", 8_616_056)
                .with("netstat-before.txt", NETSTAT.formatted("", 4, 1, ""))
                .with("netstat-after.txt", NETSTAT.formatted(" Newer", 5, 2, " 9"))
                .with("timeline.err", "+ ip link set dev wlan0 down\nlink.sh: odd\n");
    }

    private static HostSpool spool() {
        return HostSpool.of(
                TestingLab.CLIENT,
                TestingLab.scenario(List.of(Arm.MPTCP)).treatments().get(0).traffic(),
                TestingLab.scenario(List.of(Arm.MPTCP)).treatments().get(0).timeline());
    }

    @ParameterizedTest
    @CsvSource({"step, 1", "index, 0"})
    void aFaultIsTheStepThatTheHostNamesOrInASpoolOfBeforeTheHostsOwn(String key, int number) {
        Timeline timeline = new Timeline(List.of(
                new TimedFault(Duration.ofSeconds(1), Role.SERVER, new ProcessPause(), Optional.empty(), false),
                new TimedFault(Duration.ofSeconds(3), Role.CLIENT, new ProcessPause(), Optional.empty(), false)));
        HostSpool spool = HostSpool.of(
                TestingLab.CLIENT, TestingRun.scenario().treatments().get(0).traffic(), timeline);
        List<Event> events = new ArrayList<>();
        new TestingSpool()
                .started(TestingSpool.agentLine(3.0, "\"event\":\"inject\",\"" + key + "\":" + number + ",\"code\":0"))
                .files()
                .forEach((file, bytes) ->
                        events.addAll(spool.accept(SpoolFile.named(file).orElseThrow(), bytes)));

        assertThat(events)
                .filteredOn(Event.FaultFired.class::isInstance)
                .singleElement()
                .satisfies(e -> assertThat(((Event.FaultFired) e).step()).hasValue(1));
        assertThat(spool.log().hasFired(1)).isTrue();
        assertThat(spool.log().hasFired(0)).isFalse();
        assertThat(spool.finish().warnings()).isEmpty();
    }

    @Test
    void aWholeTrial() {
        HostSpool spool = spool();
        List<Event> events = new ArrayList<>();
        d1().files()
                .forEach((file, bytes) ->
                        events.addAll(spool.accept(SpoolFile.named(file).orElseThrow(), bytes)));
        HostSpool.Finished finished = spool.finish();

        assertThat(events).hasSize(10 + 5 + 1 + 1 + 1 + 3);
        assertThat(finished.events()).isEmpty();
        assertThat(finished.warnings()).containsExactly("timeline.err: link.sh: odd");
        assertThat(finished.mptcpCounters()).isEqualTo(Map.of("MPCapableSYNTX", 1L, "SubflowStale", 1L));
        Event.FaultFired fault = (Event.FaultFired) events.stream()
                .filter(Event.FaultFired.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(fault.actual()).isCloseTo(3.004, within(1e-6));
        assertThat(fault.uncertainty())
                .as("5 ms to iperf3's own stamp, and its resolution")
                .isCloseTo(0.006, within(1e-6));
        assertThat(events)
                .contains(
                        new Event.Traffic(
                                0, "client", Event.Traffic.TrafficState.START, OptionalInt.empty(), Optional.empty()),
                        new Event.Traffic(
                                10.058, "client", Event.Traffic.TrafficState.END, OptionalInt.of(0), Optional.empty()),
                        new Event.Counters(1, "client", "wlan0", 8_616_056, 0));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3, 7, 13, 41, 127, 1023, 4097})
    void theSameEventsHoweverTheBytesAreCut(int size) {
        List<Event> whole = new ArrayList<>();
        HostSpool spool = spool();
        d1().files()
                .forEach((file, bytes) ->
                        whole.addAll(spool.accept(SpoolFile.named(file).orElseThrow(), bytes)));
        HostSpool.Finished end = spool.finish();

        HostSpool cut = spool();
        List<Event> pieces = new ArrayList<>();
        Map<String, byte[]> contents = d1().files();
        List<String> files = new ArrayList<>(contents.keySet());
        Collections.reverse(files);
        for (int from = 0; from < 20_000; from += size) {
            for (String file : files) {
                byte[] bytes = contents.get(file);
                if (from < bytes.length) {
                    pieces.addAll(cut.accept(
                            SpoolFile.named(file).orElseThrow(),
                            Arrays.copyOfRange(bytes, from, Math.min(bytes.length, from + size))));
                }
            }
        }
        HostSpool.Finished cutEnd = cut.finish();
        pieces.addAll(cutEnd.events());
        assertThat(pieces).containsExactlyInAnyOrderElementsOf(whole);
        assertThat(cutEnd.mptcpCounters()).isEqualTo(end.mptcpCounters());
        assertThat(cutEnd.warnings()).isEqualTo(end.warnings());
    }

    @Test
    void eventsWaitForTheStart() {
        HostSpool spool = spool();
        TestingSpool files = d1();
        assertThat(spool.accept(SpoolFile.MPTCP, files.files().get("mptcp.txt")))
                .isEmpty();
        assertThat(spool.accept(SpoolFile.AGENT, files.files().get("agent.jsonl")))
                .filteredOn(Event.Mptcp.class::isInstance)
                .hasSize(5)
                .first()
                .extracting(Event::t)
                .isEqualTo(0.006);
    }

    @Test
    void aTrialThatNeverStartedCountsFromTheAgentsFirstRecord() {
        HostSpool spool = spool();
        String refused = TestingSpool.agentLine(1, "\"event\":\"refused\",\"reason\":\"port 5201 is in use: iperf3\"");
        assertThat(spool.accept(SpoolFile.AGENT, refused.getBytes(StandardCharsets.UTF_8)))
                .isEmpty();
        spool.accept(
                SpoolFile.COUNTERS,
                new TestingSpool().withCounters(3, "eth0", 5).files().get("counters.jsonl"));
        assertThat(spool.finish().events())
                .containsExactly(
                        new Event.Traffic(
                                0,
                                "client",
                                Event.Traffic.TrafficState.ERROR,
                                OptionalInt.empty(),
                                Optional.of("port 5201 is in use: iperf3")),
                        new Event.Counters(2, "client", "eth0", 5, 0));
    }

    @Test
    void nothingInAFileMakesItThrow() {
        HostSpool spool = spool();
        String nonsense = "{\"time\":\"x\"}\n[]\n{\n\u0000\n{\"time\":1,\"event\":\"inject\",\"index\":7,\"code\":0}\n"
                + "[2026-11-22T06:03:34.383364] 3: \nMPTcpExt: a b\nMPTcpExt: 1\nMPTcpExt: x y\n{\"event\":\"interval\"}";
        for (String file : d1().files().keySet()) {
            spool.accept(SpoolFile.named(file).orElseThrow(), nonsense.getBytes(StandardCharsets.UTF_8));
        }
        spool.accept(SpoolFile.MPTCP, new byte[] {(byte) 0xff, (byte) 0xfe, '\n'});
        List<String> warnings = spool.finish().warnings();
        assertThat(warnings)
                .contains(
                        "agent.jsonl: not a record with its time: []",
                        "agent.jsonl: no such fault in the scenario:"
                                + " {\"time\":1,\"event\":\"inject\",\"index\":7,\"code\":0}",
                        "counters.jsonl: not a sample: {\"time\":\"x\"}",
                        "netstat-before.txt: 2 counters have 1 values",
                        "netstat-after.txt: a is not a number: x",
                        "traffic.jsonl: an interval whose start, end or bytes cannot be: {\"event\":\"interval\"}");
    }

    @Test
    void standardErrorWithoutTheToolsUsageText() {
        HostSpool spool = spool();
        String lines = """
                iperf3: parameter error - invalid report interval (min = 0.1, max = 60 seconds)

                Usage: iperf3 [-s|-c host] [options]
                       iperf3 [-h|--help] [-v|--version]
                warning: Failed to read JSON data size - read returned 0; errno=0
                """;
        assertThat(spool.accept(SpoolFile.TRAFFIC_ERRORS, lines.getBytes(StandardCharsets.UTF_8)))
                .containsExactly(new Event.Traffic(
                        0,
                        "client",
                        Event.Traffic.TrafficState.ERROR,
                        OptionalInt.empty(),
                        Optional.of(
                                "iperf3: parameter error - invalid report interval (min = 0.1, max = 60 seconds)")));
        assertThat(spool.finish().warnings())
                .containsExactly("traffic.err: warning: Failed to read JSON data size - read returned 0; errno=0");
    }
}
