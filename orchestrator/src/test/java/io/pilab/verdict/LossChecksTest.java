package io.pilab.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.fault.PacketLoss;
import io.pilab.lab.Arm;
import io.pilab.lab.Role;
import io.pilab.record.Event;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.record.Event.FaultFired.Loss;
import io.pilab.record.Outcome;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingTrial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Two of a hundred packets from 3 to 7 s. */
class LossChecksTest {
    private static Check check(Optional<Duration> hold, Optional<Loss> loss) {
        Scenario model = TestingLab.scenario(List.of(Arm.MPTCP));
        TimedFault fault = new TimedFault(
                Duration.ofSeconds(3),
                Role.CLIENT,
                new PacketLoss(2, Optional.of("wlan0"), Optional.empty()),
                hold,
                false);
        Scenario scenario = TestingLab.scenario(
                model.name(),
                model.treatments().get(0).traffic(),
                model.arms(),
                1,
                new Timeline(List.of(fault)),
                model.expectations());
        TestingTrial trial = TestingTrial.failover().without(Event.FaultFired.class);
        trial.event(new Event.FaultFired(
                7, "client", OptionalInt.empty(), "packet-loss", "wlan0", FaultPhase.HEAL, 7, 7, 0.001, 0, loss));
        return LossChecks.of(scenario.treatments().get(0), trial.record()).get(0);
    }

    private static Check check(Loss loss) {
        return check(Optional.of(Duration.ofSeconds(4)), Optional.of(loss));
    }

    @Test
    void theShareThatWasDroppedIsTold() {
        assertThat(check(new Loss(10_000, 212)))
                .isEqualTo(new Check(
                        "packet-loss of 2.00 % on client", Outcome.PASS, "212 of 10000 packets dropped, 2.12 %"));
    }

    @ParameterizedTest
    @CsvSource({
        "10000, 270, PASS",
        "10000, 271, PASS",
        "10000, 272, BROKEN",
        "10000, 0, BROKEN",
        "3, 1, PASS",
        "0, 0, SKIPPED"
    })
    void onlyWhatChanceCannotExplainIsBroken(long packets, long dropped, Outcome outcome) {
        assertThat(check(new Loss(packets, dropped)).outcome()).isEqualTo(outcome);
    }

    @Test
    void whatWasNotCountedIsUnknown() {
        String unknown = "unknown: packets are counted until a heal, and there was none";
        assertThat(check(Optional.empty(), Optional.empty()).detail()).isEqualTo(unknown);
        assertThat(check(Optional.of(Duration.ofSeconds(4)), Optional.empty()).outcome())
                .isEqualTo(Outcome.SKIPPED);
    }
}
