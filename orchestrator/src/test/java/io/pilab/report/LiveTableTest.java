package io.pilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.Arm;
import io.pilab.record.Event;
import io.pilab.record.Event.Traffic.TrafficState;
import io.pilab.store.EventJson;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingRun;
import io.pilab.testing.TestingTrial;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class LiveTableTest {
    private final LiveTable table =
            new LiveTable(TestingRun.scenario().treatments().get(0).traffic(), Arm.MPTCP, TestingLab.OVER_ETH0, false);

    private static List<Event> inTime(TestingTrial trial) {
        return trial.record().events().stream()
                .sorted(Comparator.comparingDouble(Event::t))
                .toList();
    }

    private List<String> lines(List<Event> events) {
        List<String> lines = new ArrayList<>();
        events.forEach(e -> lines.addAll(table.accept(e)));
        return lines;
    }

    @Test
    void growsAsTheTrialDoes() {
        List<String> lines = lines(inTime(TestingTrial.failover()));
        assertThat(lines)
                .startsWith(
                        "    -0.012 s  CREATED         eth0   172.31.0.133 -> 172.31.0.218",
                        "    -0.012 s  ESTABLISHED     eth0   172.31.0.133 -> 172.31.0.218",
                        "    -0.011 s  ANNOUNCED              172.31.0.237  remid=2",
                        "    -0.011 s  SF_ESTABLISHED  wlan0  172.31.0.173 -> 172.31.0.218",
                        "                    Mbit/s        initial subflow   sent MB",
                        "  Interval s      Sent  Received    Retr   Cwnd KB     eth0    wlan0",
                        "         0-1     160.0     160.0       0     208.0     10.0     10.0",
                        "         1-2     160.0     160.0       1     208.0     10.0     10.0",
                        "         2-3     160.0     160.0       2     208.0     10.0     10.0",
                        "  --- 3.004 s  client: link-down wlan0 (requested 3.000 s, +4 ms, ±0 ms) ---",
                        "         3-4      32.0      32.0       3     208.0     10.0      0.0");
        assertThat(lines).hasSize(4 + 2 + 10 + 1);
        assertThat(table.finish()).isEmpty();
    }

    @Test
    void aRowWaitsForTheOtherSideButNotForEver() {
        List<Event> client = inTime(TestingTrial.failover()
                .withoutReports("server")
                .without(Event.Mptcp.class)
                .without(Event.FaultFired.class)
                .without(Event.Counters.class));
        assertThat(lines(client.subList(0, 1))).isEmpty();
        assertThat(lines(client.subList(1, 3)))
                .containsExactly(
                        "                    Mbit/s        initial subflow",
                        "  Interval s      Sent  Received    Retr   Cwnd KB",
                        "         0-1     160.0         -       0     208.0");
        assertThat(lines(client.subList(3, 10))).hasSize(7);
        assertThat(table.finish())
                .containsExactly(
                        "         8-9      80.0         -       8     208.0",
                        "        9-10      80.0         -       9     208.0");
    }

    @Test
    void eventsOfOtherConnectionsAndHostsStayOut() {
        assertThat(lines(List.of(
                        new Event.Mptcp(1, "client", "CREATED", Optional.empty(), Map.of("token", "a", "dport", "443")),
                        new Event.Mptcp(1, "server", "CREATED", Optional.empty(), Map.of("dport", "5201")),
                        new Event.Link(1, "client", "wlan0", false, false),
                        new Event.Traffic(0, "client", TrafficState.START, OptionalInt.empty(), Optional.empty()))))
                .isEmpty();
    }

    @Test
    void troubleIsTold() {
        assertThat(lines(List.of(
                        new Event.Traffic(
                                0,
                                "client",
                                TrafficState.ERROR,
                                OptionalInt.empty(),
                                Optional.of("the server is busy")),
                        new Event.Traffic(20, "client", TrafficState.WATCHDOG, OptionalInt.empty(), Optional.empty()))))
                .containsExactly(
                        "  client: iperf3: the server is busy",
                        "  20.000 s  client: iperf3 hung and was killed at its time limit");
    }

    @Test
    void jsonLinesAreTheEvents() {
        LiveFormat format = LiveFormat.jsonLines(EventJson::write);
        List<String> lines = inTime(TestingTrial.failover()).stream()
                .flatMap(e -> format.accept(e).stream())
                .toList();
        assertThat(lines).hasSameSizeAs(TestingTrial.failover().record().events());
        assertThat(Stream.of(lines.get(0)).map(EventJson::read)).first().isNotNull();
        assertThat(lines.get(0)).contains("\"event\":\"CREATED\"");
        assertThat(format.finish()).isEmpty();
    }
}
