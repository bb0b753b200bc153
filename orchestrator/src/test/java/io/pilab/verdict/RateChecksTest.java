package io.pilab.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.fault.RateLimit;
import io.pilab.lab.Arm;
import io.pilab.lab.Role;
import io.pilab.record.Event;
import io.pilab.record.Event.FaultFired.FaultPhase;
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

/** 10 Mbit/s from 3 to 7 s, on an interface that sends 200 Mbit/s otherwise. */
class RateChecksTest {
    private static final double FULL = 25e6;

    private static Scenario scenario(Duration hold) {
        Scenario model = TestingLab.scenario(List.of(Arm.MPTCP, Arm.TCP));
        TimedFault fault = new TimedFault(
                Duration.ofSeconds(3), Role.CLIENT, new RateLimit("wlan0", 10_000_000), Optional.of(hold), false);
        return TestingLab.scenario(
                model.name(),
                model.treatments().get(0).traffic(),
                model.arms(),
                1,
                new Timeline(List.of(fault)),
                model.expectations());
    }

    private static Check check(TestingTrial trial, double before, double during, double healed) {
        trial.without(Event.Counters.class)
                .without(Event.FaultFired.class)
                .counted(
                        "wlan0",
                        t -> before * Math.min(t, 3)
                                + during * Math.max(0, Math.min(t, healed) - 3)
                                + before * Math.max(0, t - healed))
                .event(fired(FaultPhase.INJECT, 3))
                .event(fired(FaultPhase.HEAL, healed));
        return RateChecks.of(
                        scenario(Duration.ofMillis(Math.round(healed * 1000) - 3000))
                                .treatments()
                                .get(0),
                        trial.record())
                .get(0);
    }

    private static Event fired(FaultPhase phase, double at) {
        return new Event.FaultFired(
                at, "client", OptionalInt.empty(), "rate-limit", "wlan0", phase, at, at, 0.001, 0, Optional.empty());
    }

    @Test
    void theRateThatWasAskedForIsTold() {
        assertThat(check(TestingTrial.dead(), FULL, 1.2e6, 7))
                .isEqualTo(new Check(
                        "rate-limit of wlan0 on client to 10.0 Mbit/s",
                        Outcome.PASS,
                        "it sent 9.6 Mbit/s from 3.4 to 6.8 s"));
    }

    @Test
    void nothingAtAllIsNotWhatWasAskedFor() {
        Check check = check(TestingTrial.dead(), FULL, 0, 7);
        assertThat(check.outcome()).isEqualTo(Outcome.BROKEN);
        assertThat(check.detail()).startsWith("it sent 0.0 Mbit/s").contains("more than it was asked to");
    }

    @Test
    void aLimitThatDidNotHoldIsBroken() {
        Check check = check(TestingTrial.failover(), FULL, FULL, 7);
        assertThat(check.outcome()).isEqualTo(Outcome.BROKEN);
        assertThat(check.detail()).isEqualTo("it sent 200.0 Mbit/s from 3.4 to 6.8 s: the limit did not hold");
    }

    @Test
    void mptcpMaySendLessSinceItHasAnotherPath() {
        assertThat(check(TestingTrial.failover(), FULL, 0, 7).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void aFlowThatNeverFilledTheRateTellsNothingOfTheLeast() {
        assertThat(check(TestingTrial.dead(), 100_000, 0, 7).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void aShortFaultCannotBeMeasured() {
        assertThat(check(TestingTrial.dead(), FULL, 1.2e6, 4).outcome()).isEqualTo(Outcome.SKIPPED);
    }
}
