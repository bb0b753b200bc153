package io.pilab.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.record.Event;
import io.pilab.record.IntervalSample;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

final class EventJsonTest {
    static List<Event> everyKind() {
        return List.of(
                new Event.Interval(
                        1.0003,
                        "client",
                        new IntervalSample(
                                0,
                                1.0003,
                                49_676_288,
                                true,
                                Optional.of(new IntervalSample.SubflowSample(3, 250_504, 0.052855)))),
                new Event.Interval(0.1, "server", new IntervalSample(0, 0.1, 10, false, Optional.empty())),
                mptcp(),
                new Event.Mptcp(
                        0, "server", "UNKNOWN 15", Optional.empty(), Map.of("saddr6", "2001:db8::1", "flags", "2")),
                new Event.Counters(1.1, "client", "wlan0", 24_801_120, 310_221),
                new Event.Link(3.004, "client", "wlan0", false, false),
                fault(),
                new Event.Traffic(0, "client", Event.Traffic.TrafficState.START, OptionalInt.empty(), Optional.empty()),
                new Event.Traffic(
                        9, "client", Event.Traffic.TrafficState.ERROR, OptionalInt.of(1), Optional.of("größer \"x\"")),
                new Event.Restore(13.2, "client", false, List.of("route x missing"), List.of("rule y came")));
    }

    private static Event mptcp() {
        return new Event.Mptcp(
                -0.011,
                "client",
                "SF_ESTABLISHED",
                Optional.of("wlan0"),
                Map.of("token", "45274103", "locid", "2", "saddr4", "172.31.0.173", "daddr4", "172.31.0.218"));
    }

    private static Event fault() {
        return new Event.FaultFired(
                3.0041234,
                "client",
                OptionalInt.of(4),
                "link-down",
                "wlan0",
                Event.FaultFired.FaultPhase.HEAL,
                3,
                3.0041,
                0.0006,
                0,
                Optional.of(new Event.FaultFired.Loss(1000, 20)));
    }

    @ParameterizedTest
    @MethodSource("everyKind")
    void everyKindComesBackAsItWas(Event event) {
        Event read = EventJson.read(EventJson.write(event)).orElseThrow();
        if (!event.equals(fault())) {
            assertThat(read).isEqualTo(event);
        }
        assertThat(EventJson.write(read)).isEqualTo(EventJson.write(event));
    }

    @Test
    void theLinesAreAsDocumented() {
        assertThat(EventJson.write(everyKind().get(0)))
                .isEqualTo("{\"t\":1.0003,\"host\":\"client\",\"kind\":\"interval\",\"start\":0,\"end\":1.0003,"
                        + "\"bytes\":49676288,\"bits_per_second\":397291116.665001,\"sender\":true,"
                        + "\"retransmits\":3,\"congestion_window\":250504,\"round_trip_time\":0.052855}");
        assertThat(EventJson.write(mptcp()))
                .startsWith("{\"t\":-0.011,\"host\":\"client\",\"kind\":\"mptcp\",\"event\":\"SF_ESTABLISHED\",")
                .contains("\"token\":\"45274103\"", "\"locid\":2", "\"saddr\":\"172.31.0.173\"")
                .endsWith("\"interface\":\"wlan0\"}");
        assertThat(EventJson.write(fault()))
                .isEqualTo("{\"t\":3.004123,\"host\":\"client\",\"kind\":\"fault\",\"step\":4,\"fault\":\"link-down\","
                        + "\"interface\":\"wlan0\",\"phase\":\"heal\",\"requested\":3,\"actual\":3.0041,"
                        + "\"uncertainty\":0.0006,\"exit_code\":0,\"packets\":1000,\"dropped\":20}");
        assertThat(EventJson.write(new Event.Restore(13.2, "client", true, List.of(), List.of())))
                .isEqualTo("{\"t\":13.2,\"host\":\"client\",\"kind\":\"restore\",\"verified\":true,"
                        + "\"difference\":[]}");
    }

    @Test
    void unknownKeysAndKindsAreForANewerReader() {
        assertThat(EventJson.read("{\"t\":1,\"host\":\"h\",\"kind\":\"thermometer\",\"celsius\":71}"))
                .isEmpty();
        assertThat(EventJson.read("{\"t\":1,\"host\":\"h\",\"kind\":\"link\",\"interface\":\"eth0\",\"up\":true,"
                        + "\"running\":true,\"colour\":\"red\"}"))
                .contains(new Event.Link(1, "h", "eth0", true, true));
    }

    @Test
    void aDamagedLineSaysWhatIsAmiss() {
        assertThatThrownBy(() -> EventJson.read("{\"t\":1,")).hasMessage("not a JSON object");
        assertThatThrownBy(() -> EventJson.read("[]")).hasMessage("no 'kind'");
        assertThatThrownBy(() -> EventJson.read("{\"t\":\"x\",\"host\":\"h\",\"kind\":\"link\"}"))
                .hasMessage("'t' is not a number");
        assertThatThrownBy(() -> EventJson.read("{\"t\":1,\"host\":\"h\",\"kind\":\"fault\"}"))
                .hasMessage("no 'fault'");
    }

    @Test
    void aFaultHasItsStepAndInARecordOfBeforeNone() {
        String line = EventJson.write(fault());

        assertThat(line).contains("\"kind\":\"fault\",\"step\":4,\"fault\":\"link-down\"");
        assertThat(EventJson.read(line.replace("\"step\":4,", "")))
                .hasValueSatisfying(
                        event -> assertThat(((Event.FaultFired) event).step()).isEmpty());
    }
}
