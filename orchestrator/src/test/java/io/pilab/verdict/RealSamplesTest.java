package io.pilab.verdict;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.pilab.expectation.Recovers;
import io.pilab.expectation.Survives;
import io.pilab.lab.Arm;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Recovery;
import io.pilab.metrics.Series;
import io.pilab.record.Event;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.spool.HostSpool;
import io.pilab.spool.SpoolFile;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingSamples;
import io.pilab.testing.TestingSpool;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the client alone recorded of real runs; their servers reported in text. */
final class RealSamplesTest {
    private static final String NETSTAT = """
            MPTcpExt: MPCapableSYNTX MPCapableSYNACKRX MPTCPRetrans SubflowStale
            MPTcpExt: %s
            """;

    private static TrialRecord trial(String sample, Arm arm, TestingSpool spool) {
        Scenario scenario = TestingLab.scenario(List.of(arm));
        spool.with("traffic.jsonl", TestingSamples.text(sample + "/client.out"))
                .started(TestingSpool.agentLine(3.0, "\"event\":\"inject\",\"index\":0,\"code\":0"))
                .withLink(3.004, "wlan0", "BROADCAST,MULTICAST");
        HostSpool host = HostSpool.of(
                TestingLab.CLIENT,
                scenario.treatments().get(0).traffic(),
                scenario.treatments().get(0).timeline());
        List<Event> events = new ArrayList<>();
        spool.files()
                .forEach((file, bytes) ->
                        events.addAll(host.accept(SpoolFile.named(file).orElseThrow(), bytes)));
        HostSpool.Finished end = host.finish();
        events.addAll(end.events());
        return new TrialRecord(
                1,
                arm,
                arm.equals(Arm.TCP) ? TestingLab.OVER_WLAN0 : TestingLab.OVER_ETH0,
                events,
                Map.of("client", end.mptcpCounters()),
                Optional.empty(),
                Optional.empty());
    }

    /** Bytes per second that ctr-per-second.txt of the sample counted, as a sampler would have. */
    private static TestingSpool counters(double[] times, long[] eth0, long[] wlan0) {
        TestingSpool spool = new TestingSpool();
        for (int i = 0; i < times.length; i++) {
            spool.withCounters(times[i], "eth0", eth0[i]).withCounters(times[i], "wlan0", wlan0[i]);
        }
        return spool;
    }

    @Test
    void mptcpSurvivesTheLossOfWlan0() {
        TestingSpool spool = counters(
                        new double[] {0, 1.06, 2.09, 3.11, 10.32},
                        new long[] {44_709, 12_787_723, 25_643_555, 38_443_171, 124_680_270},
                        new long[] {43_710, 8_616_056, 17_191_872, 24_279_250, 24_279_250})
                .withMonitor(TestingSamples.text("D1-cli-wlan0-down-at3/monitor-cli.log"))
                .with("netstat-before.txt", NETSTAT.formatted("0 0 0 0"))
                .with("netstat-after.txt", NETSTAT.formatted("1 1 1 1"));
        TrialRecord trial = trial("D1-cli-wlan0-down-at3", Arm.MPTCP, spool);
        Scenario scenario = TestingLab.scenario(
                List.of(Arm.MPTCP),
                new Survives(true, Optional.of("mptcp"), Optional.empty()),
                new Recovers(
                        90, Recovery.Reference.SETTLED, Duration.ofSeconds(2), Optional.empty(), Optional.empty()));
        RunResult run = Verdict.judge(scenario, List.of(trial));
        TrialResult result = run.trials().get(0);
        FailoverMetrics m = result.metrics();

        assertThat(m.source()).isEqualTo(Series.SeriesSource.SENDER);
        assertThat(result.notes()).hasSize(1).first().asString().startsWith("the receiver reported nothing");
        assertThat(m.totalBytes()).isEqualTo(140_902_400);
        assertThat(m.baseline().orElseThrow() / 1e6).isCloseTo(159.8, within(0.1));
        assertThat(m.dip().orElseThrow().start()).isEqualTo(3.001432);
        assertThat(m.dip().orElseThrow().bitsPerSecond() / 1e6).isCloseTo(78.6, within(0.1));
        assertThat(m.settled().orElseThrow() / 1e6).isCloseTo(96, within(6.0));
        assertThat(m.survived()).contains(true);
        assertThat(m.subflows()).isEqualTo(3);
        assertThat(m.congestionControl()).contains("cubic");
        assertThat(result.expectations())
                .extracting(ExpectationResult::outcome)
                .as("1 s reports cannot tell 1.0 to 3.0 s from 2 s")
                .containsExactly(Outcome.PASS, Outcome.BROKEN);
        assertThat(result.checks()).allMatch(c -> c.outcome() == Outcome.PASS);
        assertThat(result.facts())
                .contains(new Fact("subflows recovered", "unknown: the kernel has no SubflowRecover"));
    }

    @Test
    void tcpDoesNot() {
        TestingSpool spool = counters(
                new double[] {0, 1.05, 2.07, 3.10, 10.29},
                new long[] {266, 516, 516, 103_510, 111_284},
                new long[] {135_062, 12_930_318, 25_696_366, 37_516_164, 37_516_164});
        TrialRecord trial = trial("D8-tcp-wlan0-down3", Arm.TCP, spool);
        RunResult run = Verdict.judge(
                TestingLab.scenario(List.of(Arm.TCP), new Survives(false, Optional.of("tcp"), Optional.empty())),
                List.of(trial));
        TrialResult result = run.trials().get(0);

        assertThat(result.metrics().survived()).contains(false);
        assertThat(result.metrics().longestStall().orElseThrow().low()).isCloseTo(6, within(0.01));
        assertThat(result.problem()).isEmpty();
        assertThat(result.notes())
                .contains("client at 59.998 s: interrupt - the client has terminated by signal Terminated(15)");
        assertThat(result.checks())
                .filteredOn(c -> c.outcome() != Outcome.PASS)
                .containsExactly(new Check(
                        "plain TCP",
                        Outcome.SKIPPED,
                        "undetermined: no MPTCP event of this traffic on the client; counters unknown: client was not"
                                + " asked for its counters at the end of the traffic"));
        assertThat(run.outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void aServerWithoutMptcpIsFoundOut() {
        String fallen = NETSTAT.replace("MPTCPRetrans", "MPCapableFallbackSYNACK");
        TestingSpool spool = new TestingSpool()
                .with("netstat-before.txt", fallen.formatted("0 0 0 0"))
                .with("netstat-after.txt", fallen.formatted("1 0 1 0"));
        TrialRecord trial = trial("G1-server-3.12-fallback", Arm.MPTCP, spool);
        TrialResult result = Verdict.judge(TestingLab.scenario(List.of(Arm.MPTCP)), List.of(trial))
                .trials()
                .get(0);
        assertThat(result.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(result.checks())
                .extracting(Check::detail)
                .contains("fell back to TCP: the server answered without MPTCP (MPCapableFallbackSYNACK 1)");
    }
}
