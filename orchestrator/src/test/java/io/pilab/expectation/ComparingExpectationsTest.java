package io.pilab.expectation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.expectation.Difference.Direction;
import io.pilab.metrics.Bounds;
import io.pilab.metrics.Measure;
import io.pilab.metrics.RunFigures;
import io.pilab.metrics.TrialFigures;
import io.pilab.record.Outcome;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleSupplier;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

/** Arms compared with arms, and runs with runs. */
class ComparingExpectationsTest {
    private static final double NEVER = Double.POSITIVE_INFINITY;

    private static List<TrialFigures> trials(Measure measure, double... values) {
        return Arrays.stream(values)
                .mapToObj(v -> Double.isNaN(v)
                        ? TrialFigures.NONE
                        : new TrialFigures(
                                Map.of(measure.label(), bounds(measure, v)), Optional.of(Double.isFinite(v))))
                .toList();
    }

    /** A time is known to 0.2 s. */
    private static Bounds bounds(Measure measure, double value) {
        return measure.rate()
                ? new Bounds(value, value)
                : new Bounds(Double.isFinite(value) ? Math.max(0, value - 0.1) : 7, value + 0.1);
    }

    private static RunFigures run(Measure measure, double[] mptcp, double[] tcp) {
        return new RunFigures("now", Map.of("mptcp", trials(measure, mptcp), "tcp", trials(measure, tcp)));
    }

    private static Judgement judge(Difference expectation, double[] mptcp, double[] tcp) {
        return expectation.judge(run(expectation.figure(), mptcp, tcp), Optional.empty());
    }

    private static Difference lower(Optional<Double> margin) {
        return new Difference(Measure.RECOVERY, "mptcp", "tcp", Direction.LOWER, margin, Optional.empty());
    }

    @Test
    void anArmThatIsFasterEachTimeIsLower() {
        double[] mptcp = {0.5, 0.6, 0.5, 0.7, 0.6, 0.5};
        double[] tcp = {1.5, 1.7, 1.4, 1.9, 1.7, 1.3};

        Judgement judged = judge(lower(Optional.empty()), mptcp, tcp);

        assertThat(judged.outcome()).isEqualTo(Outcome.PASS);
        assertThat(judged.detail())
                .isEqualTo("-1.00 s (95% interval -1.20 s to -0.80 s), 6 repeats, each known to 0.20 s,"
                        + " one-sided p 0.0156");
        assertThat(judge(lower(Optional.of(50.0)), mptcp, tcp).outcome())
                .as("by 0.8 s at least")
                .isEqualTo(Outcome.PASS);
        assertThat(judge(lower(Optional.of(90.0)), mptcp, tcp).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(judge(lower(Optional.empty()), tcp, mptcp).outcome()).isEqualTo(Outcome.FAIL);
    }

    @Test
    void whatNeverComesBackIsLaterThanEverything() {
        double[] never = {NEVER, NEVER, NEVER, NEVER, NEVER, NEVER};
        Judgement judged = judge(lower(Optional.empty()), new double[] {0.5, 0.6, 0.5, 0.7, 0.6, 0.5}, never);
        assertThat(judged.outcome()).isEqualTo(Outcome.PASS);
        assertThat(judged.detail()).startsWith("shorter by more than was watched (95% interval shorter by");
        assertThat(judge(lower(Optional.empty()), never, never).outcome()).isEqualTo(Outcome.BROKEN);
    }

    @Test
    void tooFewRepeatsSayHowManyWouldDo() {
        double[] four = {0.5, 0.6, 0.5, 0.7};
        double[] slow = {1.5, 1.6, 1.5, 1.7};
        assertThat(judge(lower(Optional.empty()), four, slow).detail())
                .endsWith("too few repeats to say, 5 are the least");
        assertThat(judge(none(10), four, four).detail()).endsWith(": 6 are the least");
    }

    private static Difference none(double margin) {
        return new Difference(
                Measure.THROUGHPUT, "mptcp", "tcp", Direction.NONE, Optional.of(margin), Optional.empty());
    }

    @Test
    void noDifferenceIsSaidOnlyWhenTheWholeIntervalLiesWithinTheMargin() {
        double[] a = {100, 102, 99, 101, 100, 103, 98};
        double[] b = {101, 101, 100, 99, 101, 102, 99};
        assertThat(judge(none(10), a, b).outcome()).isEqualTo(Outcome.PASS);
        assertThat(judge(none(0.5), a, b).outcome()).isEqualTo(Outcome.BROKEN);
        assertThat(judge(none(10), a, DoubleStream.of(b).map(v -> v * 2).toArray())
                        .detail())
                .startsWith("0.50");
        assertThat(judge(none(10), a, DoubleStream.of(b).map(v -> v * 2).toArray())
                        .outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void aRepeatWithoutTheFigureIsCounted() {
        double[] a = {0.5, 0.6, Double.NaN, 0.7, 0.6, 0.5, 0.5};
        double[] b = {1.5, 1.7, 1.4, 1.9, 1.7, 1.3, 1.5};
        assertThat(judge(lower(Optional.empty()), a, b).detail()).contains(", 6 repeats, 1 without it, ");
        double[] none = {Double.NaN, Double.NaN};
        assertThat(judge(lower(Optional.empty()), none, none).detail())
                .isEqualTo("no repeat has this figure of both arms");
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThatThrownBy(() -> new Difference(
                        Measure.DIP,
                        "tcp",
                        "tcp",
                        Direction.NONE,
                        Optional.empty(),
                        Optional.of(Duration.ofSeconds(1))))
                .hasMessageContaining("against: is the arm itself")
                .hasMessageContaining("by: is a time, and dip is a rate");
        assertThatThrownBy(() ->
                        new Difference(Measure.DIP, "mptcp", "tcp", Direction.NONE, Optional.empty(), Optional.empty()))
                .hasMessageContaining("is: `none` needs `margin`");
    }

    /** As often as it says, on a grid of 0.1 s: what is the same is rarely different, and the estimate's interval holds none. */
    @Test
    void armsThatAreTheSameAreRarelyDifferent() {
        Random random = new Random(5);
        int lower = 0;
        int same = 0;
        for (int round = 0; round < 1000; round++) {
            double[] a = drawn(random, 10, 0.5);
            double[] b = drawn(random, 10, 0.5);
            lower += judge(lower(Optional.empty()), a, b).outcome() == Outcome.PASS ? 1 : 0;
            Difference equal = new Difference(
                    Measure.RECOVERY,
                    "mptcp",
                    "tcp",
                    Direction.NONE,
                    Optional.empty(),
                    Optional.of(Duration.ofMillis(1)));
            same += judge(equal, a, b).outcome() == Outcome.FAIL ? 1 : 0;
        }
        assertThat(lower).as("one-sided 5%").isLessThanOrEqualTo(65);
        assertThat(same).as("interval of 95% beside none").isLessThanOrEqualTo(65);
    }

    private static double[] drawn(Random random, int count, double median) {
        DoubleSupplier value = () -> Math.max(0.1, Math.rint(10 * median * (1 + 0.25 * random.nextGaussian())) / 10);
        return DoubleStream.generate(value).limit(count).toArray();
    }

    private static final Regression RECOVERY = new Regression(Measure.RECOVERY, "mptcp", Optional.empty());

    private static Judgement regression(Regression expectation, double[] before, double[] now) {
        RunFigures earlier = new RunFigures("earlier", Map.of("mptcp", trials(expectation.figure(), before)));
        RunFigures later = new RunFigures("now", Map.of("mptcp", trials(expectation.figure(), now)));
        return expectation.judge(later, Optional.of(earlier));
    }

    @Test
    void aRecoveryThatIsHalfASecondSlowerIsCaught() {
        double[] before = {0.5, 0.6, 0.5, 0.7, 0.6, 0.5, 0.4, 0.5, 0.6, 0.5};
        double[] slower = DoubleStream.of(before).map(v -> v + 0.5).toArray();

        assertThat(regression(RECOVERY, before, slower).outcome()).isEqualTo(Outcome.FAIL);
        assertThat(regression(RECOVERY, before, slower).detail())
                .startsWith("0.50 s longer, allowed 0.20 s longer (10 trials, and 10 of earlier), p below 0.0001");
        assertThat(regression(RECOVERY, before, before).outcome()).isEqualTo(Outcome.PASS);
        assertThat(regression(RECOVERY, slower, before).outcome()).as("better").isEqualTo(Outcome.PASS);
        assertThat(regression(RECOVERY, before, new double[] {NEVER, NEVER, NEVER, NEVER, NEVER})
                        .outcome())
                .isEqualTo(Outcome.FAIL);
    }

    @Test
    void aRateThatIsHalvedIsCaught() {
        Regression rate = new Regression(Measure.THROUGHPUT, "mptcp", Optional.of(5.0));
        double[] before = {100, 102, 99, 101, 100, 103};
        assertThat(regression(
                                rate,
                                before,
                                DoubleStream.of(before).map(v -> v / 2).toArray())
                        .detail())
                .startsWith("0.500 times the rate, allowed 0.950 times the rate");
        assertThat(regression(
                                rate,
                                before,
                                DoubleStream.of(before).map(v -> v / 2).toArray())
                        .outcome())
                .isEqualTo(Outcome.FAIL);
        assertThat(regression(rate, before, before).outcome()).isEqualTo(Outcome.PASS);
    }

    @Test
    void withoutARunToCompareWithOrWithTooFewTrialsNothingIsSaid() {
        RunFigures now = new RunFigures("now", Map.of());
        assertThat(RECOVERY.judge(now, Optional.empty()).detail()).contains("pilab run --baseline RUN");
        assertThat(RECOVERY.judge(now, Optional.of(now)).detail())
                .isEqualTo("the recovery of mptcp is not known in both runs (0 trials, and 0 of now)");
        Judgement few = regression(RECOVERY, new double[] {0.5, 0.6}, new double[] {0.5, 0.6});
        assertThat(few.outcome()).isEqualTo(Outcome.BROKEN);
        assertThat(few.detail()).endsWith("too few trials to say, 5 in each run are the least");
    }

    /** Nineteen of twenty unchanged reruns in a row need a false alarm in less than 1.8 % of them. */
    @Test
    void unchangedRerunsAreRarelyFlagged() {
        Random random = new Random(9);
        int flagged = 0;
        int caught = 0;
        for (int round = 0; round < 1000; round++) {
            double median = 0.6 * (1 + 0.05 * random.nextGaussian()); // runs differ as well
            double[] before = drawn(random, 10, 0.6);
            flagged += regression(RECOVERY, before, drawn(random, 10, median)).outcome() == Outcome.FAIL ? 1 : 0;
            double[] slower =
                    DoubleStream.of(drawn(random, 10, median)).map(v -> v + 0.5).toArray();
            caught += regression(RECOVERY, before, slower).outcome() == Outcome.FAIL ? 1 : 0;
        }
        assertThat(flagged).isLessThanOrEqualTo(18);
        assertThat(caught).isGreaterThanOrEqualTo(950);
    }
}
