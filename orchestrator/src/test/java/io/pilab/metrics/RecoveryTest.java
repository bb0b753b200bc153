package io.pilab.metrics;

import static io.pilab.metrics.FailoverTest.bounds;
import static io.pilab.metrics.FailoverTest.measure;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pilab.lab.Arm;
import io.pilab.metrics.Recovery.Reference;
import io.pilab.record.Event;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingTrial;
import io.pilab.traffic.Iperf3;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a recovery, a dip, and the rates before and after a fault are measured over. */
final class RecoveryTest {
    private static final double TINY = 1e-6;

    @Test
    void recoveryIsAfterTheLastFallBeforeTheFaultsEnd() {
        Timeline timeline = new Timeline(List.of(TestingLab.linkDown(3, Optional.of(Duration.ofSeconds(4)))));
        Scenario scenario = TestingLab.scenario(List.of(Arm.MPTCP), timeline);
        TestingTrial late = TestingTrial.failover()
                .withoutReports("server")
                .received(t -> t > 4.2 && t < 5.1 ? 0 : t > 7.5 && t < 8 ? 10e6 : 160e6)
                .fault(FaultPhase.HEAL, 7, 7.006, 0);
        FailoverMetrics m = measure(scenario, late);
        bounds(m.recovery(90, Reference.BASELINE).orElseThrow().after(), 5.0 - 3.004, 5.2 - 3.004);
        assertThat(m.dip().orElseThrow().start()).isCloseTo(4.1, within(0.11));

        FailoverMetrics untilTheEnd = measure(TestingTrial.failover()
                .withoutReports("server")
                .received(t -> (t > 4.2 && t < 5.1) || (t > 7.5 && t < 8) ? 0 : 160e6));
        bounds(untilTheEnd.recovery(90, Reference.BASELINE).orElseThrow().after(), 7.9 - 3.004, 8.1 - 3.004);
    }

    @Test
    void aStutterAfterARecoveryDoesNotUndoItAndALowerRateDoes() {
        FailoverMetrics stutter = measure(TestingTrial.failover()
                .withoutReports("server")
                .received(t -> (t > 3 && t < 3.6) || (t > 9.2 && t < 9.35) ? 0 : 160e6));
        bounds(stutter.recovery(90, Reference.BASELINE).orElseThrow().after(), 0.496, 0.696);

        FailoverMetrics lower = measure(TestingTrial.failover()
                .withoutReports("server")
                .received(t -> t > 3 && t < 3.6 ? 0 : t > 5 ? 136e6 : 160e6));
        assertThat(lower.recovery(90, Reference.BASELINE).orElseThrow().after()).isEmpty();
    }

    @Test
    void dipAndBaselineAreOfSecondsWhateverTheReportingInterval() {
        for (int milliseconds : List.of(250, 500, 1000, 5000)) {
            TrialRecord record = TestingTrial.failover()
                    .withoutReports("server")
                    .received(t -> t < 0.9 ? 20e6 : t < 3 ? 160e6 : t < 3.6 ? 0 : 80e6)
                    .record();
            Scenario scenario = TestingLab.scenario(List.of(Arm.MPTCP));
            Iperf3 traffic = new Iperf3(Duration.ofSeconds(10), Duration.ofMillis(milliseconds), Optional.of("eth0"));
            scenario = TestingLab.scenario(
                    "s",
                    traffic,
                    scenario.arms(),
                    1,
                    scenario.treatments().get(0).timeline(),
                    scenario.expectations());
            FailoverMetrics m = measure(
                    scenario,
                    record,
                    Goodput.of(record, milliseconds / 1000.0, 10).series());
            assertThat(m.dip()).hasValueSatisfying(d -> {
                assertThat(d.start()).isEqualTo(3);
                assertThat(d.end()).isCloseTo(4, within(TINY));
                assertThat(d.bitsPerSecond()).isCloseTo(32e6, within(1.0));
            });
            assertThat(m.baseline().orElseThrow()).as("without slow start").isCloseTo(160e6, within(1.0));
            bounds(m.recovery(90, Reference.SETTLED).orElseThrow().after(), 0.496, 0.696);
        }
    }

    @Test
    void aFaultBeforeTheFirstSecondIsOverHasNoBaseline() {
        FailoverMetrics m =
                measure(TestingTrial.failover().without(Event.FaultFired.class).fault(1, 1.004, 0));
        assertThat(m.baseline()).isEmpty();
        assertThat(m.bytesNotSent()).isEmpty();
    }

    @Test
    void settledEndsWithWhatTheTimelineDoesNext() {
        Timeline timeline = new Timeline(
                List.of(TestingLab.linkDown(3, Optional.empty()), TestingLab.linkDown(7, Optional.empty())));
        FailoverMetrics m = measure(
                TestingLab.scenario(List.of(Arm.MPTCP), timeline),
                TestingTrial.failover()
                        .withoutReports("server")
                        .received(t -> t < 3 ? 160e6 : t < 7 ? 80e6 : 0)
                        .fault(7, 7.002, 0));
        assertThat(m.settled().orElseThrow()).isCloseTo(80e6, within(1.0));
    }

    @Test
    void anEndedTrialMissesOnlyWhatItCouldHaveSent() {
        FailoverMetrics m = measure(TestingTrial.failover()
                .withoutReports("server")
                .withoutReports("client")
                .intervals("server", 100, false, t -> t < 3 ? 160e6 : 80e6, 5)
                .problem("interrupted"));
        assertThat(m.bytesNotSent().orElseThrow()).isCloseTo(10e6 * (5 - 3.004), within(10.0));
        assertThat(m.survived()).isEmpty();
    }

    /** The server began 0.1 s before the client, so its reports are that much late; the fault is the client's. */
    @Test
    void theServersTimesAreBroughtToTheClients() {
        TestingTrial early = TestingTrial.failover()
                .withoutReports("server")
                .received(t -> t < 3.1 ? 160e6 : t < 3.7 ? 0 : 80e6)
                .serverZero(Optional.of(new TrialRecord.ServerZero(-0.1, 0.002)));
        bounds(measure(early).recovery(90, Reference.SETTLED).orElseThrow().after(), 0.494, 0.698);

        bounds(
                measure(early.serverZero(Optional.empty()))
                        .recovery(90, Reference.SETTLED)
                        .orElseThrow()
                        .after(),
                3.6 - 3.004 - 0.15,
                3.8 - 3.004 + 0.15);
    }
}
