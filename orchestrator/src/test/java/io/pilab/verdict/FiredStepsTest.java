package io.pilab.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.fault.EndpointBackup;
import io.pilab.lab.Arm;
import io.pilab.lab.Role;
import io.pilab.record.Event.FaultFired;
import io.pilab.record.Event.FaultFired.FaultPhase;
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

final class FiredStepsTest {
    private static final Scenario TWICE =
            TestingLab.scenario(List.of(Arm.MPTCP), new Timeline(List.of(backup(3), backup(7))));

    @Test
    void anEventIsOfTheStepThatItNames() {
        FiredSteps fired = fired(event(OptionalInt.of(1), "client", 3), event(OptionalInt.of(0), "client", 7));

        assertThat(fired.find(0, FaultPhase.INJECT).orElseThrow().actual()).isEqualTo(7);
        assertThat(fired.find(1, FaultPhase.INJECT).orElseThrow().actual()).isEqualTo(3);
        assertThat(fired.find(1, FaultPhase.HEAL)).isEmpty();
    }

    @Test
    void inARecordOfBeforeItIsKnownByItsHostItsNameAndItsTime() {
        FiredSteps fired = fired(
                event(OptionalInt.empty(), "server", 3),
                event(OptionalInt.empty(), "client", 5),
                event(OptionalInt.empty(), "client", 7));

        assertThat(fired.find(0, FaultPhase.INJECT)).isEmpty();
        assertThat(fired.find(1, FaultPhase.INJECT).orElseThrow().actual()).isEqualTo(7);
    }

    private static FiredSteps fired(FaultFired... events) {
        TestingTrial trial = TestingTrial.failover().without(FaultFired.class);
        List.of(events).forEach(trial::event);
        return new FiredSteps(TWICE.treatments().get(0), trial.record());
    }

    private static FaultFired event(OptionalInt step, String host, double at) {
        return new FaultFired(
                at, host, step, "endpoint-backup", "wlan0", FaultPhase.INJECT, at, at, 0, 0, Optional.empty());
    }

    private static TimedFault backup(int at) {
        return new TimedFault(
                Duration.ofSeconds(at), Role.CLIENT, new EndpointBackup("wlan0"), Optional.empty(), false);
    }
}
