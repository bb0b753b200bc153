package io.pilab.endings;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.plan.Phase;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RandomTryTest {
    private static final List<String> KINDS =
            FaultRow.ALL.stream().map(FaultRow::kind).toList();

    private static final List<RandomTry> TRIES = IntStream.rangeClosed(1, 600)
            .mapToObj(number -> RandomTry.draw(7, number, KINDS))
            .toList();

    @Test
    void aTryIsAFunctionOfSeedAndNumber() {
        assertThat(RandomTry.draw(7, 31, KINDS)).isEqualTo(TRIES.get(30));
        assertThat(RandomTry.draw(8, 31, KINDS)).isNotEqualTo(TRIES.get(30));
        assertThat(new HashSet<>(TRIES.stream().map(RandomTry::blows).toList())).hasSameSizeAs(TRIES);
        assertThat(new HashSet<>(TRIES.stream().map(RandomTry::scenario).toList()))
                .hasSameSizeAs(TRIES);
    }

    @Test
    void everyFaultVictimActAndPhaseIsDrawn() {
        Set<String> faults = new HashSet<>();
        Set<Object> drawn = new HashSet<>();
        TRIES.forEach(each -> {
            faults.addAll(each.faults());
            each.blows().forEach(blow -> drawn.addAll(List.of(blow.victim(), blow.act(), blow.phase())));
        });
        assertThat(drawn).contains((Object[]) Victim.values());
        assertThat(drawn).contains((Object[]) Act.values());
        assertThat(drawn).contains((Object[]) Phase.values());
        for (String kind : KINDS) {
            assertThat(faults).filteredOn(fault -> fault.endsWith(" " + kind)).isNotEmpty();
        }
    }

    @Test
    void mostHaveSeveralFaultsAndSomeStrikeTwice() {
        assertThat(TRIES).allSatisfy(each -> assertThat(each.faults()).isNotEmpty());
        assertThat(TRIES).filteredOn(each -> each.faults().size() > 1).hasSizeGreaterThan(550);
        assertThat(TRIES).filteredOn(each -> each.blows().size() == 2).hasSizeBetween(80, 160);
    }

    @Test
    void whatHasSignalsIsAProcessAndWhatHasNoneAHost() {
        TRIES.stream()
                .flatMap(each -> each.blows().stream())
                .forEach(blow -> assertThat(blow.act().signal.isEmpty()).isEqualTo(blow.victim() == Victim.HOST));
    }

    @Test
    void anOperatorsThingsAreTheHostsOwn() {
        String script = "ip addr add 192.0.2.N/24 dev wlan0\nip -6 addr add 2001:db8:7::N/64 dev eth0\n";
        assertThat(Operator.on("client", script)).contains("192.0.2.3/24").contains("7::3/64");
        assertThat(Operator.on("server", script)).contains("192.0.2.4/24").contains("7::4/64");
    }
}
