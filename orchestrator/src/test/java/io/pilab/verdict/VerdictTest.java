package io.pilab.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.expectation.Expectation;
import io.pilab.expectation.Recovers;
import io.pilab.expectation.Survives;
import io.pilab.lab.Arm;
import io.pilab.metrics.Recovery.Reference;
import io.pilab.record.Event;
import io.pilab.record.IntervalSample;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
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

final class VerdictTest {
    private static final Expectation SURVIVES = new Survives(true, Optional.of("mptcp"), Optional.empty());

    private static RunResult judge(TestingTrial trial, Expectation... expectations) {
        TrialRecord record = trial.record();
        Arm arm = record.arm();
        return Verdict.judge(TestingLab.scenario(List.of(arm), expectations), List.of(record));
    }

    private static Expectation recovers(Reference of, long withinMillis) {
        return new Recovers(90, of, Duration.ofMillis(withinMillis), Optional.empty(), Optional.empty());
    }

    private static Check check(RunResult run, String name) {
        return run.trials().get(0).checks().stream()
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void anAnalysisThatFailsIsThatTrialsProblem() {
        TrialRecord good = TestingTrial.failover().record();
        TrialRecord odd = TestingTrial.failover()
                .event(new Event.Interval(1, null, new IntervalSample(0, 1, 1, true, Optional.empty())))
                .record();

        RunResult run = Verdict.judge(TestingLab.scenario(List.of(Arm.MPTCP), SURVIVES), List.of(odd, good));

        assertThat(run.outcome()).isEqualTo(Outcome.BROKEN);
        assertThat(run.trials().get(0).problem())
                .get()
                .asString()
                .startsWith("its analysis failed: java.lang.NullPointerException");
        assertThat(run.trials().get(1).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void aRunWithAGapIsNeverPass() {
        RunResult run = Verdict.judge(
                TestingLab.scenario(List.of(Arm.MPTCP), SURVIVES),
                List.of(TestingTrial.failover().record()),
                List.of("run.json is lost"));

        assertThat(run.outcome()).isEqualTo(Outcome.BROKEN);
        assertThat(run.gaps()).containsExactly("run.json is lost");
        assertThat(run.trials().get(0).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void aGoodFailoverPasses() {
        RunResult run = judge(TestingTrial.failover(), SURVIVES, recovers(Reference.SETTLED, 2000));
        assertThat(run.trials().get(0).checks()).allMatch(c -> c.outcome() == Outcome.PASS);
        assertThat(run.trials().get(0).facts())
                .as("shown, and tested by nothing")
                .containsExactly(
                        new Fact("MPTCP reinjections", "MPTCPRetrans 1"),
                        new Fact("subflows declared stale", "SubflowStale 1"),
                        new Fact("subflows recovered", "unknown: the kernel has no SubflowRecover"));
        assertThat(run.outcome()).isEqualTo(Outcome.PASS);
        assertThat(run.trials().get(0).expectations())
                .containsExactly(
                        new ExpectationResult(
                                "mptcp survives",
                                Outcome.PASS,
                                "data arrived in the last interval before the planned end, 9 to 10 s"),
                        new ExpectationResult(
                                "recovers 90% of settled within 2s",
                                Outcome.PASS, "after 0.50 to 0.70 s, settled 80.0 Mbit/s"));
        assertThat(check(run, "link-down wlan0 on client at 3.000 s").detail()).isEqualTo("at 3.004 s (+4 ms, ±0 ms)");
        assertThat(check(run, "MPTCP negotiated").detail())
                .isEqualTo("CREATED, ESTABLISHED; MPCapableSYNTX 1, MPCapableSYNACKRX 1, no fallback counted");
        assertThat(check(run, "subflows").detail())
                .isEqualTo("eth0 172.31.0.133 -> 172.31.0.218 (initial); wlan0 172.31.0.173 -> 172.31.0.218");
        assertThat(check(run, "wlan0 carried traffic before the fault").detail())
                .isEqualTo("30.0 MB of 60.0 MB");
        assertThat(check(run, "wlan0 sent nothing while it was down").detail()).isEqualTo("0 bytes");
    }

    @ParameterizedTest
    @CsvSource({
        "SETTLED, 697, PASS, 'after 0.50 to 0.70 s, settled 80.0 Mbit/s'",
        "SETTLED, 490, FAIL, 'after 0.50 to 0.70 s, settled 80.0 Mbit/s'",
        "SETTLED, 600, BROKEN, 'after 0.50 to 0.70 s, settled 80.0 Mbit/s: the 0.1 s samples cannot show 0.70 s from"
                + " 0.6 s'",
        "BASELINE, 2000, FAIL, 'not within the 6.10 s watched, baseline 160.0 Mbit/s'",
        "BASELINE, 6500, BROKEN, 'not within the 6.10 s watched, baseline 160.0 Mbit/s: the traffic ends too early to"
                + " tell'"
    })
    void recoveryIsJudgedByItsBounds(Reference of, long within, Outcome outcome, String detail) {
        RunResult run = judge(TestingTrial.failover(), recovers(of, within));
        ExpectationResult result = run.trials().get(0).expectations().get(0);
        assertThat(result.outcome()).isEqualTo(outcome);
        assertThat(result.detail()).isEqualTo(detail);
        assertThat(run.outcome()).isEqualTo(outcome);
    }

    @Test
    void aDeadTcpFlowIsAGoodTrialThatDidNotSurvive() {
        RunResult run = judge(
                TestingTrial.dead(),
                new Survives(false, Optional.of("tcp"), Optional.empty()),
                recovers(Reference.SETTLED, 2000));
        assertThat(run.trials().get(0).checks()).allMatch(c -> c.outcome() == Outcome.PASS);
        assertThat(check(run, "bytes over wlan0").detail()).isEqualTo("36.0 MB of 36.0 MB before the fault");
        assertThat(check(run, "plain TCP").detail()).isEqualTo("no MPTCP event on the client; MPCapableSYNTX 0");
        assertThat(run.trials().get(0).expectations())
                .containsExactly(
                        new ExpectationResult(
                                "tcp does not survive",
                                Outcome.PASS,
                                "no data arrived in the last interval before the planned end, 9 to 10 s"),
                        new ExpectationResult(
                                "recovers 90% of settled within 2s", Outcome.FAIL, "the rate settled at nothing"));
        assertThat(run.arms().get(0).sentence()).isEqualTo("tcp over wlan0 did not survive (stall at least 7.00 s)");
    }

    @Test
    void aSilentFallBackIsAFailureWithItsReason() {
        RunResult run = judge(TestingTrial.failover()
                .without(Event.Mptcp.class)
                .counter("MPCapableSYNACKRX", 0)
                .counter("MPCapableFallbackSYNACK", 1));
        assertThat(run.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(check(run, "MPTCP negotiated"))
                .isEqualTo(new Check(
                        "MPTCP negotiated",
                        Outcome.FAIL,
                        "fell back to TCP: the server answered without MPTCP (MPCapableFallbackSYNACK 1)"));
        assertThat(negotiated(TestingTrial.failover().counter("MPCapableSYNACKRX", 0)))
                .isEqualTo("FAIL fell back to TCP: 1 of 1 handshakes got no MPTCP answer (MPCapableSYNTX 1,"
                        + " MPCapableSYNACKRX 0)");
        assertThat(negotiated(TestingTrial.failover().without(Event.Mptcp.class).counter("MPCapableSYNTX", 0)))
                .isEqualTo("FAIL the client's kernel sent no MPTCP handshake (MPCapableSYNTX 0)");
    }

    @Test
    void halfAProofIsNone() {
        assertThat(negotiated(TestingTrial.failover().without(Event.Mptcp.class)))
                .isEqualTo("BROKEN the client's MPTCP monitor saw no CREATED and ESTABLISHED");
        assertThat(negotiated(TestingTrial.failover().withoutCounter("MPCapableSYNACKRX")))
                .isEqualTo("PASS CREATED, ESTABLISHED, 1 subflow joined; counters unknown: the kernel has no"
                        + " MPCapableSYNACKRX");
    }

    private static String negotiated(TestingTrial trial) {
        Check check = check(judge(trial), "MPTCP negotiated");
        return check.outcome() + " " + check.detail();
    }

    @Test
    void anotherConnectionsEventsProveNothing() {
        TestingTrial trial = TestingTrial.failover().without(Event.Mptcp.class);
        trial.event(new Event.Mptcp(
                1, "client", "CREATED", Optional.empty(), java.util.Map.of("token", "1", "dport", "443")));
        assertThat(negotiated(trial)).startsWith("BROKEN");
    }

    @Test
    void anMptcpHandshakeInTheTcpArmAndBytesElsewhereAreFailures() {
        RunResult run = judge(TestingTrial.dead()
                .counter("MPCapableSYNTX", 1)
                .without(Event.Counters.class)
                .counted("eth0", t -> 12e6 * t)
                .counted("wlan0", t -> 100 * t));
        assertThat(check(run, "plain TCP").detail())
                .isEqualTo("an MPTCP handshake happened on the client (MPCapableSYNTX 1): this was not the tcp arm");
        assertThat(check(run, "bytes over wlan0").detail())
                .isEqualTo("0.0 MB of 36.0 MB before the fault: the tcp arm did not stay on the interface it was bound"
                        + " to");
    }

    @Test
    void aFaultThatIsLateFailedOrMissingLeavesNoVerdict() {
        String name = "link-down wlan0 on client at 3.000 s";
        RunResult late =
                judge(TestingTrial.failover().without(Event.FaultFired.class).fault(3, 3.0806, 0));
        assertThat(check(late, name).detail())
                .isEqualTo("at 3.081 s (+81 ms, ±0 ms): more than 50 ms off, so the trial is not comparable");
        assertThat(late.outcome()).isEqualTo(Outcome.BROKEN);

        RunResult failed =
                judge(TestingTrial.failover().without(Event.FaultFired.class).fault(3, 3.004, 1));
        assertThat(check(failed, name).detail()).isEqualTo("at 3.004 s (+4 ms, ±0 ms), but its command exited 1");

        RunResult missing = judge(TestingTrial.failover().without(Event.FaultFired.class), SURVIVES);
        assertThat(check(missing, name)).isEqualTo(new Check(name, Outcome.BROKEN, "it never happened"));
        assertThat(missing.trials().get(0).expectations())
                .containsExactly(new ExpectationResult("mptcp survives", Outcome.BROKEN, "the fault never happened"));
    }

    @Test
    void aTrialWithAProblemHasNoVerdict() {
        RunResult run = judge(TestingTrial.failover().problem("client: the connection was lost"), SURVIVES);
        assertThat(run.outcome()).isEqualTo(Outcome.BROKEN);
        assertThat(run.trials().get(0).expectations())
                .containsExactly(
                        new ExpectationResult("mptcp survives", Outcome.BROKEN, "client: the connection was lost"));
    }

    @Test
    void trafficThatNeverFlowedSaysWhy() {
        RunResult run = judge(new TestingTrial(Arm.MPTCP, TestingLab.OVER_ETH0)
                .error(0, "unable to connect stream: Protocol not available"));
        assertThat(run.trials().get(0).problem())
                .contains("no traffic: client: unable to connect stream: Protocol not available");
        assertThat(run.trials().get(0).checks()).isEmpty();
        assertThat(run.outcome()).isEqualTo(Outcome.BROKEN);
    }

    @Test
    void errorsBeforeTheFaultBreakTheTrialThoseAfterItAreItsResult() {
        assertThat(judge(TestingTrial.failover().error(2.001, "the server has terminated"))
                        .trials()
                        .get(0)
                        .problem())
                .contains("the traffic failed before the fault: client at 2.001 s: the server has terminated");
        assertThat(judge(TestingTrial.failover().error(5, "the server has terminated"))
                        .trials()
                        .get(0)
                        .problem())
                .contains("the traffic was ended: client at 5.000 s: the server has terminated");

        TrialResult dead = judge(TestingTrial.dead()
                        .error(9.5, "interrupt - the client has terminated by signal Terminated(15)")
                        .event(new Event.Traffic(
                                20,
                                "client",
                                Event.Traffic.TrafficState.WATCHDOG,
                                OptionalInt.empty(),
                                Optional.empty())))
                .trials()
                .get(0);
        assertThat(dead.problem()).isEmpty();
        assertThat(dead.notes())
                .containsExactly(
                        "client at 9.500 s: interrupt - the client has terminated by signal Terminated(15)",
                        "client at 20.000 s: iperf3 hung and was killed at its time limit");
    }

    @Test
    void aToolThatIsKilledByTheFaultDidNotSurvive() {
        TrialResult killed = judge(TestingTrial.failover()
                        .withoutReports("server")
                        .withoutReports("client")
                        .intervals("server", 100, false, t -> 160e6, 3)
                        .intervals("client", 1000, true, t -> 160e6, 3)
                        .error(3, "control socket has closed unexpectedly")
                        .event(ended("server", 137))
                        .event(ended("client", 1)))
                .trials()
                .get(0);

        assertThat(killed.problem()).isEmpty();
        assertThat(killed.metrics().survived()).contains(false);
        assertThat(killed.notes())
                .contains(
                        "client at 3.000 s: control socket has closed unexpectedly",
                        "server at 3.050 s: iperf3 was killed");
    }

    private static Event ended(String host, int exitCode) {
        return new Event.Traffic(
                3.05, host, Event.Traffic.TrafficState.END, OptionalInt.of(exitCode), Optional.empty());
    }

    @Test
    void anExpectationThatConcernsNoTrialIsBroken() {
        RunResult run = judge(TestingTrial.dead(), SURVIVES);
        assertThat(run.expectations())
                .containsExactly(new ExpectationResult("mptcp survives", Outcome.BROKEN, "no trial of that arm"));
        assertThat(run.outcome()).isEqualTo(Outcome.BROKEN);
        Scenario scenario = TestingLab.scenario(List.of(Arm.MPTCP));
        assertThat(Verdict.judge(scenario, List.of()).outcome()).isEqualTo(Outcome.BROKEN);
    }

    @Test
    void plainTcpWithoutAFaultIsMeasuredToo() {
        TrialRecord trial = TestingTrial.dead()
                .without(Event.FaultFired.class)
                .withoutReports("server")
                .received(t -> 95e6)
                .record();
        Scenario scenario = TestingLab.scenario(List.of(Arm.TCP), new Timeline(List.of()));
        RunResult run = Verdict.judge(scenario, List.of(trial));
        assertThat(run.outcome()).isEqualTo(Outcome.PASS);
        assertThat(check(run, "bytes over wlan0").detail()).isEqualTo("36.0 MB of 36.0 MB");
        assertThat(run.arms().get(0).sentence()).isEqualTo("tcp over wlan0 survived");
    }

    @Test
    void theWorstTrialIsTheRunsOutcome() {
        TrialRecord good = TestingTrial.failover().record();
        TrialRecord broken = TestingTrial.failover().problem("lost").record();
        TrialRecord bad = TestingTrial.failover()
                .withoutReports("server")
                .received(t -> t < 3 ? 160e6 : 0)
                .record();
        Scenario scenario = TestingLab.scenario(List.of(Arm.MPTCP), SURVIVES);
        assertThat(Verdict.judge(scenario, List.of(good, broken)).outcome()).isEqualTo(Outcome.BROKEN);
        RunResult run = Verdict.judge(scenario, List.of(good, broken, bad));
        assertThat(run.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(run.arms().get(0).sentence())
                .isEqualTo("mptcp survived in 1 of 2 trials (median stall at least 3.80 s)");
        assertThat(Verdict.judge(scenario, List.of(good, good)).arms().get(0).sentence())
                .isEqualTo("mptcp survived in all of 2 trials (median stall at least 0.60 s)");
    }

    @Test
    void aCheckThatFailsIsBrokenWithItsReasonAndTheRestStands() {
        List<Check> good = List.of(new Check("good", Outcome.PASS, "fine"));
        assertThat(Verdict.guarded("good", () -> good)).isEqualTo(good);
        assertThat(Verdict.guarded("paths", () -> {
                    throw new IllegalStateException("boom");
                }))
                .containsExactly(
                        new Check("paths", Outcome.BROKEN, "the check failed: java.lang.IllegalStateException: boom"));
    }
}
