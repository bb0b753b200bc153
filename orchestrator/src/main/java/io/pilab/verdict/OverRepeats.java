package io.pilab.verdict;

import io.pilab.expectation.LimitedFigure;
import io.pilab.expectation.TrialExpectation;
import io.pilab.lab.Arm;
import io.pilab.metrics.Bounds;
import io.pilab.metrics.Figures;
import io.pilab.record.Outcome;
import io.pilab.statistics.BoundedSpread;
import io.pilab.statistics.PairedComparison;
import io.pilab.statistics.Proportion;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** An expectation of the trials of an arm, judged over its repeats. */
final class OverRepeats {
    private static final double ALL = 100;

    private OverRepeats() {}

    /**
     * Judges it.
     *
     * @param trials of that arm
     * @param index of the expectation in each trial's results
     */
    static ExpectationResult judge(TrialExpectation expectation, Arm arm, List<TrialResult> trials, int index) {
        String title = arm.name() + " " + expectation.description();
        List<ExpectationResult> single =
                trials.stream().map(t -> t.expectations().get(index)).toList();
        if (trials.size() == 1) {
            return new ExpectationResult(
                    title, single.get(0).outcome(), single.get(0).detail());
        }
        Optional<LimitedFigure> figure =
                expectation.figure().filter(f -> expectation.trials().isEmpty());
        return figure.map(f -> median(title, f, trials))
                .orElseGet(() -> share(title, expectation.trials().orElse(ALL), trials, single));
    }

    /** A trial of which the figure is not known could have any. */
    private static ExpectationResult median(String title, LimitedFigure figure, List<TrialResult> trials) {
        List<Bounds> all = trials.stream()
                .map(t -> t.problem().isPresent()
                        ? Optional.<Bounds>empty()
                        : figure.of().apply(t.metrics()))
                .map(found -> found.orElse(new Bounds(0, Double.POSITIVE_INFINITY)))
                .toList();
        long unknown = all.stream()
                .filter(b -> b.low() <= 0 && Double.isInfinite(b.high()))
                .count();
        BoundedSpread spread = BoundedSpread.of(all).orElseThrow();
        Bounds median = spread.median();
        Outcome outcome = figure.outcome(median);
        String interval = spread.confidence()
                .map(b -> "95% interval " + figure.words(b))
                .orElse("too few repeats for an interval, it takes " + PairedComparison.LEAST);
        String detail = "median " + figure.words(median) + " of " + trials.size() + " trials (" + interval + ")"
                + (unknown == 0 ? "" : ", " + unknown + " of them not known");
        return new ExpectationResult(
                title,
                outcome,
                outcome == Outcome.BROKEN
                        ? detail + ": " + figure.text().apply(figure.limit()) + " lies within"
                        : detail);
    }

    private static ExpectationResult share(
            String title, double percent, List<TrialResult> trials, List<ExpectationResult> single) {
        int all = single.size();
        int good = count(single, Outcome.PASS);
        int bad = count(single, Outcome.FAIL);
        double wanted = percent / 100 * all - 1e-9;
        Outcome outcome = good >= wanted ? Outcome.PASS : all - bad < wanted ? Outcome.FAIL : Outcome.BROKEN;
        String seen = good + " of " + all + " trials, so at least "
                + Figures.fixed(Math.floor(100 * Proportion.atLeast(good, all, PairedComparison.OUTSIDE)), 0)
                + "% of all (95% confidence)";
        Outcome wrong = outcome == Outcome.PASS || bad > 0 ? Outcome.FAIL : Outcome.BROKEN;
        String first = IntStream.range(0, all)
                .filter(i -> single.get(i).outcome() == wrong)
                .mapToObj(i -> "; trial " + trials.get(i).number() + ": "
                        + single.get(i).detail())
                .findFirst()
                .orElse("");
        return new ExpectationResult(title, outcome, seen + first);
    }

    private static int count(List<ExpectationResult> results, Outcome outcome) {
        return (int) results.stream().filter(r -> r.outcome() == outcome).count();
    }
}
