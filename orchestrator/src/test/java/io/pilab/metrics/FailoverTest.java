package io.pilab.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pilab.expectation.Recovers;
import io.pilab.lab.Arm;
import io.pilab.metrics.Recovery.Reference;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingTrial;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class FailoverTest {
    private static final double TINY = 1e-6;

    static FailoverMetrics measure(TestingTrial trial) {
        return measure(TestingLab.scenario(List.of(Arm.MPTCP)), trial);
    }

    static FailoverMetrics measure(Scenario scenario, TestingTrial trial) {
        TrialRecord record = trial.record();
        return measure(scenario, record, Goodput.of(record, 1, 10).series());
    }

    static FailoverMetrics measure(Scenario scenario, TrialRecord record, Series series) {
        TrafficTimes times = TrafficTimes.of(
                scenario.treatments().get(0).traffic().interval(),
                scenario.treatments().get(0).traffic().duration());
        return Failover.measure(
                times,
                scenario.treatments().get(0).traffic().port(),
                scenario.expectations().stream()
                        .flatMap(e -> e.needs().stream())
                        .collect(Collectors.toSet()),
                record,
                series);
    }

    @Test
    void aFailoverInRoundNumbers() {
        FailoverMetrics m = measure(TestingTrial.failover());

        assertThat(m.source()).isEqualTo(Series.SeriesSource.RECEIVER);
        assertThat(m.resolution()).isCloseTo(0.1, within(TINY));
        assertThat(m.totalBytes()).isCloseTo(124e6, within(1.0));
        assertThat(m.meanRate()).isCloseTo(99.2e6, within(1.0));
        assertThat(m.baseline().orElseThrow()).isCloseTo(160e6, within(1.0));
        assertThat(m.dip().orElseThrow().start()).isEqualTo(3);
        assertThat(m.dip().orElseThrow().bitsPerSecond()).isCloseTo(32e6, within(1.0));
        assertThat(m.settled().orElseThrow()).isCloseTo(80e6, within(1.0));
        bounds(m.longestStall(), 0.6, 0.8);
        bounds(m.recovery(90, Reference.SETTLED).orElseThrow().after(), 0.496, 0.696);
        Recovery ofBaseline = m.recovery(90, Reference.BASELINE).orElseThrow();
        assertThat(ofBaseline.after()).isEmpty();
        assertThat(ofBaseline.watched()).isCloseTo(6.096, within(TINY));
        assertThat(m.bytesNotSent().orElseThrow()).isCloseTo(20e6 * 6.996 - 64e6, within(10.0));
        assertThat(m.survived()).contains(true);
        assertThat(m.subflows()).isEqualTo(2);
    }

    @Test
    void bytesPerInterfaceBeforeAroundAndAfterTheFault() {
        FailoverMetrics m = measure(TestingTrial.failover());
        assertThat(m.networkInterface("eth0"))
                .contains(new InterfaceBytes("eth0", 30_000_000, 2_000_000, 68_000_000, 0));
        assertThat(m.networkInterface("wlan0")).contains(new InterfaceBytes("wlan0", 30_000_000, 40_000, 0, 0));
    }

    @Test
    void theFaultsUncertaintyWidensTheBounds() {
        TrialRecord record = TestingTrial.failover().record();
        Series series = Goodput.of(record, 1, 10).series();
        Recovery recovery = new RecoverySearch(series, new Recovery.Span(3.004, 0.01, 10), series.lasting(1))
                .find(90, Reference.SETTLED, Optional.of(80e6));
        bounds(recovery.after(), 0.486, 0.706);
    }

    @Test
    void aShortBurstIsNoRecovery() {
        FailoverMetrics m =
                measure(TestingTrial.failover().withoutReports("server").received(t -> {
                    boolean burst = t > 3.2 && t < 3.3;
                    return t < 3 ? 160e6 : burst ? 200e6 : t < 4.2 ? 0 : 80e6;
                }));
        bounds(m.recovery(90, Reference.SETTLED).orElseThrow().after(), 4.1 - 3.004, 4.3 - 3.004);
        bounds(m.longestStall(), 0.9, 1.1);
    }

    @Test
    void aFaultThatDisturbsNothingIsRecoveredFromAtOnce() {
        FailoverMetrics m =
                measure(TestingTrial.failover().withoutReports("server").received(t -> 160e6));
        bounds(m.recovery(90, Reference.BASELINE).orElseThrow().after(), 0, 0.196);
        bounds(m.longestStall(), 0, 0.2);
        assertThat(m.bytesNotSent().orElseThrow()).isCloseTo(0, within(10.0));
    }

    @Test
    void settledEndsAtTheHeal() {
        Timeline timeline = new Timeline(List.of(TestingLab.linkDown(3, Optional.of(Duration.ofSeconds(4)))));
        FailoverMetrics m = measure(
                TestingLab.scenario(List.of(Arm.MPTCP), timeline),
                TestingTrial.failover()
                        .withoutReports("server")
                        .received(t -> t < 3 ? 160e6 : t < 3.6 ? 0 : t < 7.2 ? 80e6 : 160e6)
                        .fault(FaultPhase.HEAL, 7, 7.006, 0));
        assertThat(m.settled().orElseThrow()).isCloseTo(80e6, within(1.0));
        bounds(m.recovery(90, Reference.BASELINE).orElseThrow().after(), 7.1 - 3.004, 7.3 - 3.004);
        assertThat(m.networkInterface("eth0").orElseThrow().afterHeal()).isCloseTo(30e6, within(1.0));
    }

    @Test
    void tcpOverTheDownedInterfaceDies() {
        FailoverMetrics m = measure(TestingTrial.dead());
        assertThat(m.survived()).contains(false);
        assertThat(m.settled()).contains(0.0);
        assertThat(m.recovery(90, Reference.SETTLED).orElseThrow().reference()).isEmpty();
        bounds(m.longestStall(), 7, 7.1);
        assertThat(m.subflows()).isZero();
    }

    @Test
    void withoutAFaultThereIsABaselineOnly() {
        FailoverMetrics m = measure(
                TestingLab.scenario(List.of(Arm.MPTCP), new Timeline(List.of())),
                new TestingTrial(Arm.MPTCP, TestingLab.OVER_ETH0).connected().received(t -> 100e6));
        assertThat(m.baseline().orElseThrow()).isCloseTo(100e6, within(1.0));
        assertThat(m.dip()).isEmpty();
        assertThat(m.settled()).isEmpty();
        assertThat(m.longestStall()).isEmpty();
        assertThat(m.recoveries()).isEmpty();
    }

    @Test
    void everyPercentageThatAnExpectationNamesIsLookedFor() {
        Scenario scenario = TestingLab.scenario(
                List.of(Arm.MPTCP),
                new Recovers(45, Reference.BASELINE, Duration.ofSeconds(2), Optional.empty(), Optional.empty()));
        bounds(
                measure(scenario, TestingTrial.failover())
                        .recovery(45, Reference.BASELINE)
                        .orElseThrow()
                        .after(),
                0.496,
                0.696);
    }

    @Test
    void theSendersSeriesOnlyWhenTheReceiversIsMissingOrShort() {
        TrialRecord missing = TestingTrial.failover().withoutReports("server").record();
        Goodput goodput = Goodput.of(missing, 1, 10);
        assertThat(goodput.series().source()).isEqualTo(Series.SeriesSource.SENDER);
        assertThat(goodput.notes())
                .containsExactly(
                        "the receiver reported nothing: measured with the sender's 1 s reports, which count what was"
                                + " handed to its socket");

        TrialRecord ended = TestingTrial.failover()
                .withoutReports("server")
                .intervals("server", 100, false, t -> 160e6, 4.2)
                .record();
        assertThat(Goodput.of(ended, 1, 10).notes())
                .singleElement()
                .asString()
                .startsWith("the receiver's reports end at 4.200 s: measured with the sender's");

        TrialRecord both = TestingTrial.failover()
                .withoutReports("server")
                .withoutReports("client")
                .intervals("server", 100, false, t -> 160e6, 4.2)
                .intervals("client", 1000, true, t -> 160e6, 4)
                .record();
        assertThat(Goodput.of(both, 1, 10).series().source()).isEqualTo(Series.SeriesSource.RECEIVER);
        assertThat(Goodput.of(both, 1, 10).notes()).containsExactly("the receiver's reports end at 4.200 s");
        assertThat(measure(
                                TestingLab.scenario(List.of(Arm.MPTCP)),
                                both,
                                Goodput.of(both, 1, 10).series())
                        .survived())
                .as("nothing was reported at the end, and nothing says that it was silent")
                .isEmpty();
    }

    static void bounds(Optional<Bounds> bounds, double low, double high) {
        assertThat(bounds.orElseThrow().low()).isCloseTo(low, within(TINY));
        assertThat(bounds.orElseThrow().high()).isCloseTo(high, within(TINY));
    }
}
