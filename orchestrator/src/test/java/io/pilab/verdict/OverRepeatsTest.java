package io.pilab.verdict;

import static org.assertj.core.api.Assertions.assertThat;

import io.pilab.expectation.Dip;
import io.pilab.expectation.Expectation;
import io.pilab.expectation.Recovers;
import io.pilab.expectation.Stall;
import io.pilab.expectation.Survives;
import io.pilab.expectation.Throughput;
import io.pilab.lab.Arm;
import io.pilab.metrics.Recovery.Reference;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.Timeline;
import io.pilab.testing.TestingLab;
import io.pilab.testing.TestingTrial;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is expected of repeats. */
class OverRepeatsTest {
    private static final Optional<String> EACH = Optional.empty();
    private static final Optional<Double> USUAL = Optional.empty();

    /** One trial for each length of the stall, in seconds; a negative one is a trial that was lost. */
    private static RunResult run(Expectation expectation, double... stalls) {
        List<TrialRecord> trials = new ArrayList<>();
        for (double stall : stalls) {
            TestingTrial trial = TestingTrial.failover()
                    .withoutReports("server")
                    .received(t -> t < 3 ? 160e6 : t < 3 + stall ? 0 : 80e6);
            TrialRecord made = (stall < 0 ? trial.problem("client: lost") : trial).record();
            trials.add(new TrialRecord(
                    trials.size() + 1,
                    made.arm(),
                    made.path(),
                    made.events(),
                    made.mptcpCounters(),
                    made.serverZero(),
                    made.problem()));
        }
        Scenario scenario = TestingLab.scenario(
                List.of(Arm.MPTCP), new Timeline(List.of(TestingLab.linkDown(3, Optional.empty()))), expectation);
        return Verdict.judge(scenario.repeated(stalls.length), trials);
    }

    private static ExpectationResult only(RunResult run) {
        assertThat(run.expectations()).hasSize(1);
        return run.expectations().get(0);
    }

    private static Recovers recovers(int milliseconds, Optional<Double> trials) {
        return new Recovers(90, Reference.SETTLED, Duration.ofMillis(milliseconds), EACH, trials);
    }

    @Test
    void oneTrialOnTheEdgeDoesNotDecide() {
        RunResult run = run(recovers(1000, USUAL), 0.5, 0.6, 1.0, 0.6, 0.5, 0.7);

        assertThat(run.trials().get(2).outcome()).as("0.9 to 1.1 s").isEqualTo(Outcome.BROKEN);
        assertThat(run.outcome()).isEqualTo(Outcome.PASS);
        assertThat(only(run).expectation()).isEqualTo("mptcp recovers 90% of settled within 1s");
        assertThat(only(run).detail())
                .matches("median 0.[0-9]+ to 0.[0-9]+ s of 6 trials \\(95% interval 0.[0-9]+ to 1.1[0-9] s\\)");
    }

    @Test
    void theMedianDecidesAndHowManyTrialsWhereTheFileSaysSo() {
        double[] stalls = {0.5, 0.5, 0.5, 2.5, 2.5};
        assertThat(run(recovers(1000, USUAL), stalls).outcome()).isEqualTo(Outcome.PASS);
        assertThat(run(recovers(1000, Optional.of(60.0)), stalls).outcome()).isEqualTo(Outcome.PASS);

        RunResult all = run(recovers(1000, Optional.of(100.0)), stalls);
        assertThat(all.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(only(all).expectation()).endsWith("within 1s in all trials");
        assertThat(only(all).detail())
                .startsWith("3 of 5 trials, so at least 18% of all (95% confidence); trial 4: after 2.");
    }

    @Test
    void whatIsNotKnownCouldBeAnything() {
        RunResult most = run(recovers(1000, USUAL), 0.5, 0.5, 0.5, -1, -1);
        assertThat(only(most).outcome()).as("three of five are known").isEqualTo(Outcome.PASS);
        assertThat(only(most).detail()).endsWith(", 2 of them not known");
        assertThat(most.outcome()).as("two trials came to no result").isEqualTo(Outcome.BROKEN);
        assertThat(only(run(recovers(1000, USUAL), 0.5, 0.5, -1, -1)).outcome()).isEqualTo(Outcome.BROKEN);
    }

    @Test
    void aRateThatDoesNotComeBackIsLaterThanAnyLimit() {
        RunResult run = run(recovers(1000, USUAL), 0.5, 7, 7);
        assertThat(run.outcome()).isEqualTo(Outcome.FAIL);
        assertThat(only(run).detail()).startsWith("median more than ");
    }

    @Test
    void survivalIsAskedOfAll() {
        Survives survives = new Survives(true, EACH, USUAL);
        assertThat(run(survives, 0.5, 0.5, 7).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(only(run(survives, 0.5, 0.5)).detail())
                .isEqualTo("2 of 2 trials, so at least 22% of all (95% confidence)");
        assertThat(run(new Survives(true, EACH, Optional.of(50.0)), 0.5, 0.5, 7).outcome())
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void theOtherFiguresHaveTheirLimits() {
        assertThat(run(new Stall(Duration.ofSeconds(1), EACH, USUAL), 0.5, 0.6).outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(run(new Stall(Duration.ofMillis(400), EACH, USUAL), 0.5, 0.6).outcome())
                .isEqualTo(Outcome.FAIL);
        assertThat(run(new Stall(Duration.ofMillis(550), EACH, USUAL), 0.5).outcome())
                .as("0.5 to 0.7 s")
                .isEqualTo(Outcome.BROKEN);
        assertThat(run(new Dip(10, EACH, USUAL), 0.5).outcome()).isEqualTo(Outcome.PASS);
        assertThat(run(new Dip(40, EACH, USUAL), 0.5).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(run(new Throughput(90_000_000, Throughput.TrafficPart.WHOLE, EACH, USUAL), 0.5)
                        .outcome())
                .isEqualTo(Outcome.PASS);
        assertThat(run(new Throughput(90_000_000, Throughput.TrafficPart.SETTLED, EACH, USUAL), 0.5)
                        .outcome())
                .isEqualTo(Outcome.FAIL);
        assertThat(run(new Throughput(150_000_000, Throughput.TrafficPart.BASELINE, EACH, USUAL), 0.5)
                        .outcome())
                .isEqualTo(Outcome.PASS);
    }

    @Test
    void oneTrialSaysWhatItSaidItself() {
        RunResult run = run(recovers(1000, USUAL), 0.5);
        assertThat(only(run).detail())
                .isEqualTo(run.trials().get(0).expectations().get(0).detail());
    }
}
