package io.pilab.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.expectation.Expectation;
import io.pilab.expectation.Recovers;
import io.pilab.fault.Fault;
import io.pilab.fault.LinkDown;
import io.pilab.lab.Role;
import io.pilab.metrics.Recovery;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A fault that does not exist yet needs nothing but its record. */
class RecordReaderTest {
    record LossyLink(
            String networkInterface,
            double lossPercent,
            long rate,
            Duration holdDelay,
            int queue,
            boolean bothWays,
            Role towards,
            String label,
            Optional<Long> peak,
            Optional<Role> side) {
        LossyLink {
            if (queue > 10_000) {
                throw new IllegalArgumentException("a queue holds 10000 packets at most");
            }
        }
    }

    record Unreadable(StringBuilder text) {}

    private static final String ALL = "interface: wlan0, loss_percent: 0.5%, rate: 2mbit, hold_delay: 20ms, queue: 50,"
            + " both_ways: true, towards: server, label: a.b-c";

    @Test
    void everyKindOfParameterIsRead() {
        assertThat(read(ALL + ", peak: 3mbit, side: client"))
                .contains(new LossyLink(
                        "wlan0",
                        0.5,
                        2_000_000,
                        Duration.ofMillis(20),
                        50,
                        true,
                        Role.SERVER,
                        "a.b-c",
                        Optional.of(3_000_000L),
                        Optional.of(Role.CLIENT)));
    }

    @Test
    void anOptionalParameterMayBeLeftOut() {
        assertThat(read(ALL).orElseThrow().peak()).isEmpty();
    }

    @Test
    void everyMissingParameterIsToldWithAnExample() {
        assertThatThrownBy(() -> read("queue: 1")).hasMessage("""
                        f.yaml:1:1: missing key 'interface'; add it, as in `interface: wlan0`
                        f.yaml:1:1: missing key 'loss_percent'; add it, as in `loss_percent: 90%`
                        f.yaml:1:1: missing key 'rate'; add it, as in `rate: 10mbit`
                        f.yaml:1:1: missing key 'hold_delay'; add it, as in `hold_delay: 3s`
                        f.yaml:1:1: missing key 'both_ways'; add it, as in `both_ways: true`
                        f.yaml:1:1: missing key 'towards'; add it, as in `towards: client`
                        f.yaml:1:1: missing key 'label'; add it, as in `label: name`""");
    }

    @Test
    void aRefusalOfTheRecordItselfHasAPlace() {
        assertThatThrownBy(() -> read(ALL.replace("queue: 50", "queue: 20000")))
                .hasMessage("f.yaml:1:1: a queue holds 10000 packets at most");
    }

    @Test
    void aNameThatAShellCouldMisreadIsRefused() {
        assertThatThrownBy(() -> read(ALL.replace("a.b-c", "'a;b'")))
                .hasMessageContaining("label: expects a name of at most 32 letters");
    }

    @Test
    void aComponentOfAnotherTypeIsAMistakeInTheProgram() {
        assertThatThrownBy(() -> read(Unreadable.class, "text: x", Map.of()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("no reader for class java.lang.StringBuilder text");
    }

    @Test
    void aKeyCanBeRenamedAndHaveADefault() {
        assertThat(read(Recovers.class, "recovers: 90%, within: 2s", Map.of("percent", "recovers")))
                .contains(new Recovers(
                        90, Recovery.Reference.SETTLED, Duration.ofSeconds(2), Optional.empty(), Optional.empty()));
    }

    @Test
    void namesComeFromTheClassesAsTheFaultsThemselvesSay() {
        assertThat(Variants.of(Fault.class)).containsEntry(new LinkDown("wlan0").kind(), LinkDown.class);
        assertThat(Variants.of(Expectation.class))
                .containsOnlyKeys("survives", "recovers", "stall", "dip", "throughput", "difference", "regression");
        assertThat(Variants.kebab("Ipv4AddressFlush2Times")).isEqualTo("ipv4-address-flush2-times");
        assertThat(RecordReader.keys(LossyLink.class)).startsWith("interface", "loss_percent", "rate", "hold_delay");
    }

    private static Optional<LossyLink> read(String keys) {
        return read(LossyLink.class, keys, Map.of());
    }

    private static <T> Optional<T> read(Class<T> type, String keys, Map<String, String> renamed) {
        Problems problems = new Problems("f.yaml");
        Optional<T> read = Section.of(
                YamlText.root("{ " + keys + " }", problems),
                "any",
                section -> new RecordReader(renamed).read(type, section));
        problems.throwIfAny();
        return read;
    }
}
