package io.pilab.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.fault.ProcessPause;
import io.pilab.lab.Arm;
import io.pilab.lab.Role;
import io.pilab.record.Event;
import io.pilab.record.Outcome;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.TimedFault;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingTrial;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether a trial was what it says it was, where the evidence is not whole, or not its own. */
final class ChecksTest {
    private static final Scenario SCENARIO = TestingLab.scenario(List.of(Arm.MPTCP, Arm.TCP));

    private static TrialResult judge(TestingTrial trial) {
        return judge(SCENARIO, trial);
    }

    private static TrialResult judge(Scenario scenario, TestingTrial trial) {
        return Verdict.judge(scenario, List.of(trial.record())).trials().get(0);
    }

    private static String check(TrialResult result, String name) {
        return result.checks().stream()
                .filter(c -> c.name().equals(name))
                .map(c -> c.outcome() + " " + c.detail())
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aTrialWithAProblemIsBrokenWhateverItsChecksSay() {
        TrialResult result = judge(TestingTrial.failover()
                .without(Event.Counters.class)
                .counted("eth0", t -> 20e6 * t)
                .counted("wlan0", t -> 500 * t)
                .problem("client: its spool cannot be read"));
        assertThat(result.checks()).extracting(Check::outcome).contains(Outcome.FAIL);
        assertThat(result.outcome()).isEqualTo(Outcome.BROKEN);
    }

    @Test
    void aFaultOnAnIdleInterfaceShowsNothing() {
        TrialResult result = judge(TestingTrial.failover()
                .without(Event.Counters.class)
                .counted("eth0", t -> 20e6 * t)
                .counted("wlan0", t -> 500 * t));
        assertThat(check(result, "wlan0 carried traffic before the fault"))
                .isEqualTo("FAIL 0.0 MB of 60.0 MB: the fault disturbed an idle interface");
        assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void checksOnAbsentDataAreBroken() {
        TrialResult result =
                judge(TestingTrial.failover().without(Event.Mptcp.class).without(Event.Counters.class));
        assertThat(check(result, "subflows")).isEqualTo("BROKEN no MPTCP event shows whether client.wlan0 had one");
        TrialResult idle = judge(TestingTrial.failover()
                .without(Event.Counters.class)
                .counted("eth0", t -> 0)
                .counted("wlan0", t -> 0));
        assertThat(check(idle, "wlan0 carried traffic before the fault"))
                .isEqualTo("BROKEN the client sent nothing before the fault");
        assertThat(List.of(result.outcome(), idle.outcome())).containsOnly(Outcome.BROKEN);
    }

    private static TestingTrial endsAt(double seconds) {
        return TestingTrial.failover()
                .withoutReports("server")
                .withoutReports("client")
                .intervals("server", 100, false, t -> 160e6, seconds)
                .intervals("client", 1000, true, t -> 160e6, Math.floor(seconds));
    }

    private static Event ended(double t, int exitCode) {
        return new Event.Traffic(
                t, "client", Event.Traffic.TrafficState.END, OptionalInt.of(exitCode), Optional.empty());
    }

    @Test
    void trafficThatNoFaultEndedLastsAsLongAsPlanned() {
        String lasted = "the traffic lasted";
        assertThat(check(judge(TestingTrial.failover()), lasted))
                .isEqualTo("PASS reported until 10.000 s of 10 s planned");
        String ended = "BROKEN reported until 7.800 s of 10 s planned, and no fault tells why";
        assertThat(check(judge(endsAt(7.8)), lasted)).isEqualTo(ended);
        assertThat(judge(endsAt(7.8)).outcome()).isEqualTo(Outcome.BROKEN);
        assertThat(check(judge(endsAt(7.8).event(ended(7.81, 143))), lasted))
                .as("somebody ended it")
                .isEqualTo(ended);
        assertThat(check(judge(endsAt(7.8).event(ended(7.81, 1))), lasted))
                .isEqualTo("SKIPPED reported until 7.800 s of 10 s planned; the fault ended it: client at 7.810 s:"
                        + " iperf3 exited 1");
        assertThat(check(judge(endsAt(8.9).event(ended(19, 1))), lasted))
                .isEqualTo("PASS reported until 8.900 s of 10 s planned; the tool ran on, its last report is missing");
    }

    /** Of another program, to a server without MPTCP: its handshakes are in the host's counters. */
    private static TestingTrial withOthers(TestingTrial trial) {
        return trial.counter("MPCapableSYNTX", 9)
                .counter("MPCapableSYNACKRX", 1)
                .counter("MPCapableFallbackSYNACK", 8);
    }

    @Test
    void theTrafficsOwnConnectionIsJudgedNotThatOfAnotherProgram() {
        TrialResult mptcp = judge(withOthers(TestingTrial.failover()));
        assertThat(check(mptcp, "MPTCP negotiated"))
                .isEqualTo("PASS CREATED, ESTABLISHED, 1 subflow joined; another program of the client uses MPTCP"
                        + " (MPCapableSYNTX 9), so its counters prove nothing");
        assertThat(mptcp.facts())
                .contains(new Fact("MPTCP reinjections", "MPTCPRetrans 1, of all programs of the client"));
        assertThat(mptcp.outcome()).isEqualTo(Outcome.PASS);

        assertThat(check(judge(withOthers(TestingTrial.failover()).without(Event.Mptcp.class)), "MPTCP negotiated"))
                .isEqualTo(
                        "BROKEN undetermined: the monitor saw no CREATED and ESTABLISHED of this traffic, and another"
                                + " program of the client uses MPTCP (MPCapableSYNTX 9), so its counters prove nothing");

        TrialResult tcp = judge(withOthers(TestingTrial.dead()));
        assertThat(check(tcp, "plain TCP"))
                .isEqualTo("SKIPPED undetermined: no MPTCP event of this traffic on the client; MPCapableSYNTX 9:"
                        + " another program uses MPTCP");
        assertThat(tcp.outcome()).isEqualTo(Outcome.PASS);

        TestingTrial seen = TestingTrial.failover()
                .counter("MPCapableFallbackSYNACK", 1)
                .event(new Event.Mptcp(1, "client", "CREATED", Optional.empty(), Map.of("token", "1", "dport", "443")));
        assertThat(check(judge(seen), "MPTCP negotiated")).startsWith("PASS");
    }

    @Test
    void whatIsUnknownHasItsTrueReason() {
        TestingTrial restarted = TestingTrial.failover().withoutCounters();
        assertThat(judge(restarted).facts())
                .contains(new Fact(
                        "MPTCP reinjections",
                        "unknown: client was not asked for its counters at the end of the traffic"));
        restarted.event(new Event.FaultFired(
                5,
                "client",
                OptionalInt.empty(),
                "reboot",
                "",
                Event.FaultFired.FaultPhase.INJECT,
                5,
                5,
                0.001,
                0,
                Optional.empty()));
        assertThat(judge(restarted).facts())
                .contains(new Fact("MPTCP reinjections", "unknown: client was restarted, and its kernel counts anew"));
    }

    @Test
    void whatNothingTestsIsAFact() {
        TrialResult undisturbed = judge(
                TestingLab.scenario(List.of(Arm.MPTCP), new Timeline(List.of())),
                TestingTrial.failover().without(Event.FaultFired.class));
        assertThat(undisturbed.checks()).extracting(Check::name).doesNotContain("subflows");
        assertThat(undisturbed.facts()).extracting(Fact::name).contains("subflows");
    }

    @ParameterizedTest
    @CsvSource({
        "3.004, 0.040, PASS,   'at 3.004 s (+4 ms, ±40 ms)'",
        "3.001, 0.124, BROKEN, 'at 3.001 s (+1 ms, ±124 ms): undetermined whether it was within 50 ms'",
        "3.060, 0.020, BROKEN, 'at 3.060 s (+60 ms, ±20 ms): undetermined whether it was within 50 ms'",
        "3.080, 0.020, BROKEN, 'at 3.080 s (+80 ms, ±20 ms): more than 50 ms off, so the trial is not comparable'",
    })
    void aFaultIsOnTimeOnlyIfErrorAndUncertaintySaySo(
            double actual, double uncertainty, String outcome, String detail) {
        TrialResult result = judge(TestingTrial.failover()
                .without(Event.FaultFired.class)
                .event(new Event.FaultFired(
                        actual,
                        "client",
                        OptionalInt.empty(),
                        "link-down",
                        "wlan0",
                        Event.FaultFired.FaultPhase.INJECT,
                        3,
                        actual,
                        uncertainty,
                        0,
                        Optional.empty())));
        assertThat(check(result, "link-down wlan0 on client at 3.000 s")).isEqualTo(outcome + " " + detail);
    }

    @ParameterizedTest
    @CsvSource({"0.090, PASS", "0.124, BROKEN"})
    void aFaultOfWhichTheKernelDoesNotTellMayBeOffByAFineInterval(double uncertainty, String outcome) {
        TimedFault pause =
                new TimedFault(Duration.ofSeconds(3), Role.SERVER, new ProcessPause(), Optional.empty(), false);
        TrialResult result = judge(
                TestingLab.scenario(List.of(Arm.MPTCP), new Timeline(List.of(pause))),
                TestingTrial.failover()
                        .without(Event.FaultFired.class)
                        .event(new Event.FaultFired(
                                3.001,
                                "server",
                                OptionalInt.empty(),
                                "process-pause",
                                "",
                                Event.FaultFired.FaultPhase.INJECT,
                                3,
                                3.001,
                                uncertainty,
                                0,
                                Optional.empty())));
        assertThat(check(result, "process-pause on server at 3.000 s")).startsWith(outcome + " at 3.001 s (+1 ms");
    }
}
