package io.pilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.lab.Arm;
import io.pilab.lab.Protocol;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingTrial;
import io.pilab.verdict.Verdict;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The blog's figures beside a run's; what is concluded follows from the run's alone. */
final class BlogComparisonTest {
    private static final List<Arm> ARMS = List.of(Arm.MPTCP, Arm.TCP);

    private static List<String> compared(Scenario scenario, TrialRecord... trials) {
        return BlogComparison.render(scenario, Verdict.judge(scenario, List.of(trials)));
    }

    private static String text(TrialRecord... trials) {
        return String.join(" ", compared(TestingLab.scenario(ARMS), trials)).replaceAll(" +", " ");
    }

    /** Plain TCP at that rate, bits per second, until the fault. */
    private static TrialRecord tcp(double rate) {
        return TestingTrial.dead()
                .withoutReports("server")
                .received(t -> t < 3 ? rate : 0)
                .record();
    }

    /** MPTCP at that rate, with a dip of so many seconds. */
    private static TrialRecord mptcp(double rate, double dip) {
        return TestingTrial.failover()
                .withoutReports("server")
                .received(t -> t < 3 || t > 3 + dip ? rate : 0)
                .record();
    }

    @Test
    void theTableFitsATerminalOfEightyColumnsAndHasEveryFigure() {
        List<String> lines = compared(TestingLab.scenario(ARMS), mptcp(190e6, 0.6), tcp(188e6));
        assertThat(lines).hasSize(15).allMatch(l -> l.length() <= 80);
        assertThat(lines.get(0)).matches("beside the blog +mptcp +mptcp +tcp +tcp");
        assertThat(lines.get(1)).matches(" +blog +trial 1 +blog +trial 1");
        assertThat(lines.get(2)).matches("  before, Mbit/s +924.0 +190.0 +937.0 +188.0");
        assertThat(lines.get(3)).matches("  dip, Mbit/s +288.0 +[0-9.]+ +- +0.0");
        assertThat(lines.get(4)).matches("  dip, of before +31% +[0-9]+% +- +0%");
        assertThat(lines.get(5)).matches("  longest stall, s +- +0.60 to 0.80 +- +7.00 to 7.10");
        assertThat(lines.get(6)).matches("  back to 90%, s +within 2 +0.[0-9]+ to 0.[0-9]+ +- +not in 6.10");
        assertThat(lines.get(7)).matches("  mean, Mbit/s +837.0 +[0-9.]+ +937.0 +[0-9.]+");
        assertThat(lines.get(8)).matches("  retransmits +256 +[0-9]+ +- +[0-9]+");
    }

    @Test
    void oneUplinkSupportsTheBlog() {
        assertThat(text(mptcp(190e6, 0.6), tcp(188e6)))
                .contains("MPTCP survived, with a stall of 0.60 to 0.80 s.")
                .contains(
                        " s (blog: within 2 s). Plain TCP over wlan0 did not come back, with a stall of 7.00 to 7.10 s.")
                .endsWith("Before the fault MPTCP had 1.01 times plain TCP's rate, which is no gain. This run supports"
                        + " the blog's conclusion, resilience and not bandwidth.");
    }

    @Test
    void pathsThatAddUpDoNot() {
        assertThat(text(mptcp(380e6, 0.6), tcp(190e6)))
                .contains("MPTCP had 2.00 times plain TCP's rate: its paths add up.")
                .endsWith("This run does not support the blog's conclusion, resilience and not bandwidth.");
    }

    @Test
    void norDoesARecoveryThatTakesLonger() {
        assertThat(text(mptcp(190e6, 4), tcp(190e6)))
                .contains("It was back to 90% of its rate after ")
                .endsWith("This run does not support the blog's conclusion, resilience and not bandwidth.");
    }

    @Test
    void norDoesAPlainTcpThatSurvives() {
        TrialRecord tcp = TestingTrial.dead()
                .withoutReports("server")
                .received(t -> 190e6)
                .record();
        assertThat(text(mptcp(190e6, 0.6), tcp))
                .contains("Plain TCP over wlan0 survived as well")
                .endsWith("This run does not support the blog's conclusion, resilience and not bandwidth.");
    }

    @Test
    void withoutPlainTcpNothingIsConcluded() {
        assertThat(text(mptcp(190e6, 0.6)))
                .contains(" blog trial 1 blog not run ")
                .contains("Whether plain TCP survives is not known. Whether MPTCP is faster is not known.")
                .endsWith("This run leaves open the blog's conclusion, resilience and not bandwidth.");
    }

    @Test
    void ofRepeatsTheOneInTheMiddleIsShown() {
        TrialRecord slow = numbered(1, mptcp(100e6, 0.6));
        TrialRecord fast = numbered(2, mptcp(300e6, 0.6));
        TrialRecord middle = numbered(3, mptcp(200e6, 0.6));
        assertThat(text(slow, fast, middle))
                .contains(" blog trial 3 blog not run ")
                .contains("Mbit/s 924.0 200.0 937.0 -");
    }

    /** Each repeat has a rate of its own, and MPTCP half of it: without the right pairs the interval is wide. */
    @Test
    void aTrialThatIsLostLeavesTheOtherRepeatsTheirPairs() {
        Arm wired = new Arm("wired", Protocol.TCP);
        List<TrialRecord> trials = new ArrayList<>();
        for (int repeat = 0; repeat < 8; repeat++) {
            double rate = 100e6 * (1 + repeat * repeat);
            TestingTrial plain = new TestingTrial(wired, TestingLab.OVER_ETH0)
                    .received(t -> rate)
                    .fault(3.0, 3.004, 0);
            trials.add(numbered(2 * repeat + 1, mptcp(rate / 2, 0.6)));
            trials.add(numbered(2 * repeat + 2, (repeat == 1 ? plain.problem("client: lost") : plain).record()));
        }
        Scenario scenario = TestingLab.scenario(List.of(Arm.MPTCP, wired)).repeated(8);

        assertThat(compared(scenario, trials.toArray(TrialRecord[]::new)))
                .anyMatch(line -> line.startsWith(
                        "Before the fault MPTCP had 0.50 (0.50 to 0.50) times the rate of plain TCP over eth0"));
    }

    @Test
    void anotherScenarioAndARunWithoutAResultHaveNoTable() {
        Scenario healed = TestingLab.scenario(
                ARMS, new Timeline(List.of(TestingLab.linkDown(3, Optional.of(Duration.ofSeconds(2))))));
        assertThat(compared(healed, mptcp(190e6, 0.6))).isEmpty();
        Scenario later = TestingLab.scenario(ARMS, new Timeline(List.of(TestingLab.linkDown(4, Optional.empty()))));
        assertThat(compared(later, mptcp(190e6, 0.6))).isEmpty();
        assertThat(compared(TestingLab.scenario(ARMS, new Timeline(List.of())), mptcp(190e6, 0.6)))
                .isEmpty();
        assertThat(compared(
                        TestingLab.scenario(ARMS),
                        TestingTrial.failover().problem("client: lost").record()))
                .isEmpty();
    }

    private static TrialRecord numbered(int number, TrialRecord trial) {
        return new TrialRecord(
                number,
                trial.arm(),
                trial.path(),
                trial.events(),
                trial.mptcpCounters(),
                trial.serverZero(),
                trial.problem());
    }
}
