package io.pilab.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.expectation.Survives;
import io.pilab.lab.Arm;
import io.pilab.record.Event.FaultFired.FaultPhase;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingRun;
import io.pilab.testing.TestingTrial;
import io.pilab.verdict.Verdict;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ConsoleReportTest {
    private static String render(Scenario scenario, List<TrialRecord> trials) {
        return new ConsoleReport(new ConsoleOptions(false, true, Optional.empty()))
                .render(new JudgedRun(TestingRun.head(), scenario, trials, Verdict.judge(scenario, trials)));
    }

    @Test
    void repeatsAreSummedUpWithAnIntervalWhenThereAreEnough() {
        TrialRecord trial = TestingTrial.failover().record();
        Scenario scenario = TestingLab.scenario(List.of(Arm.MPTCP));
        assertThat(render(scenario, Collections.nCopies(5, trial)))
                .contains("""
                        over repeats  survived  mean rate, Mbit/s  longest stall, s  back to 90%, s
                          mptcp       5 of 5    99.2 (99.2-99.2)   0.60 (0.60-0.60)  0.70 (0.70-0.70)
                        Median, lowest to highest: too few repeats for an interval, it takes six.
                        """)
                .contains("verdict: PASS  no expectation was given, every check is" + " good\n");
        assertThat(render(scenario, Collections.nCopies(6, trial)))
                .contains("Median and its 95% interval. A stall lasted at least that long, a recovery at most.\n");
    }

    @Test
    void withRepeatsOnlyAnUnfitTrialHasALineUnlessDetailsAreWanted() {
        Scenario scenario = TestingLab.scenario(
                        List.of(Arm.MPTCP, Arm.TCP), new Survives(true, Optional.of("mptcp"), Optional.empty()))
                .repeated(2);
        List<TrialRecord> trials = List.of(
                TestingTrial.failover().record(),
                TestingTrial.failover().problem("client: lost").record());
        String text = new ConsoleReport(new ConsoleOptions(false, false, Optional.empty()))
                .render(new JudgedRun(TestingRun.head(), scenario, trials, Verdict.judge(scenario, trials)));

        assertThat(text)
                .contains("\ntrial 1/4  mptcp  BROKEN  client: lost\n")
                .doesNotContain("Interval")
                .doesNotContain("PASS    99.2");
        assertThat(render(scenario, trials)).contains("Interval");
        assertThat(render(scenario.repeated(1), trials)).contains("Interval");
    }

    @Test
    void theVerdictNamesItsFirstReason() {
        Scenario scenario =
                TestingLab.scenario(List.of(Arm.MPTCP), new Survives(true, Optional.of("mptcp"), Optional.empty()));
        assertThat(render(
                        scenario,
                        List.of(TestingTrial.failover().problem("client: lost").record())))
                .contains("  BROKEN   no verdict: client: lost\n")
                .contains("verdict: BROKEN  trial 1, client: lost\n");
        assertThat(render(
                        scenario,
                        List.of(TestingTrial.failover()
                                .withoutReports("server")
                                .received(t -> t < 3 ? 160e6 : 0)
                                .record())))
                .contains("mptcp did not survive (stall at least 7.00 s)\n")
                .contains("verdict: FAIL  trial 1, mptcp survives: no data arrived in the last"
                        + " interval before the planned end,\n               9 to 10 s\n");
        assertThat(render(scenario, List.of(TestingTrial.dead().record())))
                .contains("verdict: BROKEN  mptcp survives: no trial of that arm\n");
    }

    @Test
    void anIncompleteRunNamesWhatWasNotRunAndIsNotPass() {
        Scenario scenario = TestingLab.scenario(List.of(Arm.MPTCP, Arm.TCP)).repeated(2);
        String text = render(scenario, List.of(TestingTrial.failover().record()));
        assertThat(text)
                .contains("trial 1/4  mptcp")
                .contains(
                        "\n\ntrial 2/4  tcp  was not run\n\ntrial 3/4  mptcp  was not run\n\ntrial 4/4  tcp  was not run\n")
                .contains("verdict: BROKEN  not run: trial 2 (tcp), trial 3 (mptcp), trial 4 (tcp)\n");
    }

    @Test
    void aHealIsMarkedInItsRow() {
        String text = render(
                TestingLab.scenario(List.of(Arm.MPTCP)),
                List.of(TestingTrial.failover()
                        .fault(FaultPhase.HEAL, 7, 7.0061, 2)
                        .record()));
        assertThat(text)
                .contains(
                        "  --- 7.006 s  client: link-down healed wlan0 (requested 7.000 s, +6 ms, ±0 ms, exited 2) ---\n"
                                + "         7-8 ");
    }

    @Test
    void whatWasNotReportedIsADash() {
        assertThat(render(
                        TestingLab.scenario(List.of(Arm.MPTCP)),
                        List.of(TestingTrial.failover().withoutReports("client").record())))
                .contains("         0-1         -     160.0       -         -     10.0     10.0\n");
    }
}
