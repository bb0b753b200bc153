package io.pilab.expectation;

import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import io.pilab.metrics.Bounds;
import io.pilab.metrics.Figures;
import io.pilab.metrics.Measure;
import io.pilab.metrics.RunFigures;
import io.pilab.statistics.ComparisonText;
import io.pilab.statistics.HodgesLehmann;
import io.pilab.statistics.MannWhitney;
import io.pilab.statistics.PairedComparison;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Whether a figure of an arm is no worse than in an earlier run: a time not longer, a rate not lower.
 *
 * @param margin percent of the earlier run's figure
 */
@Variant("Whether a figure of an arm is no worse than in the run that `--baseline` names.")
public record Regression(
        @Parameter("The figure.") Measure figure,

        @Parameter("The arm.") String arm,

        @Parameter(
                "How much worse it may be; without it 10 %, and for a time at least what the samples can tell: the distance of a figure's bounds.")
        Optional<Double> margin)
        implements RunExpectation {
    /** Runs differ from one another more than their trials do, so the chance of a false alarm is set lower. */
    private static final double OUTSIDE = 0.01;

    private static final double USUAL = 10;

    /** Times in a record are whole microseconds. */
    private static final double ROUNDING = 2e-6;

    /** Of which five in each run are enough. */
    private static final int LEAST = 5;

    public Regression {
        if (margin.filter(m -> m >= 100).isPresent() && figure.rate()) {
            throw new IllegalArgumentException("margin of a rate takes less than 100 %");
        }
    }

    @Override
    public List<String> named() {
        return List.of(arm);
    }

    @Override
    public String description() {
        return "regression: the " + figure.label() + " of " + arm + " is no worse than before"
                + margin.map(m -> " by more than " + Figures.plain(m) + "%").orElse("");
    }

    @Override
    public List<String> problems(Shape scenario) {
        return Words.needsFault(scenario, figure);
    }

    @Override
    public Judgement judge(RunFigures run, Optional<RunFigures> baseline) {
        if (baseline.isEmpty()) {
            return Judgement.broken("there is no run to compare with; name one: pilab run --baseline RUN");
        }
        List<Bounds> before = figures(baseline.get());
        List<Bounds> now = figures(run);
        String runs = " (" + now.size() + " trials, and " + before.size() + " of "
                + baseline.get().run() + ")";
        if (before.isEmpty() || now.isEmpty()) {
            return Judgement.broken("the " + figure.label() + " of " + arm + " is not known in both runs" + runs);
        }
        double allowed = allowed(before, now);
        double[] earlier = before.stream().mapToDouble(this::badness).toArray();
        double[] found = now.stream().mapToDouble(this::badness).toArray();
        double[] limit = Arrays.stream(earlier).map(b -> b + allowed).toArray();
        double chance = MannWhitney.of(limit, found).greater();
        HodgesLehmann shift = HodgesLehmann.unpaired(earlier, found, 2 * OUTSIDE);
        String detail =
                worse(shift.estimate()) + ", allowed " + worse(allowed) + runs + ", p " + ComparisonText.chance(chance);
        if (chance <= OUTSIDE) {
            return Judgement.fail(detail);
        }
        if (shift.interval().isEmpty()) {
            return Judgement.broken(detail + ": too few trials to say, " + LEAST + " in each run are the least");
        }
        return shift.interval().get().high() <= allowed + ROUNDING
                ? Judgement.pass(detail)
                : Judgement.broken(detail + ": undetermined, up to "
                        + worse(shift.interval().get().high()) + " is possible; more repeats in both runs would tell");
    }

    private List<Bounds> figures(RunFigures run) {
        return run.arm(arm).stream()
                .flatMap(trial -> trial.figure(figure).stream())
                .toList();
    }

    /** Grows with what is bad: seconds, or less the logarithm of a rate. */
    private double badness(Bounds value) {
        return figure.rate() ? -Math.log(PairedComparison.middle(value)) : PairedComparison.middle(value);
    }

    private double allowed(List<Bounds> before, List<Bounds> now) {
        double percent = margin.orElse(USUAL);
        if (figure.rate()) {
            return -Math.log1p(-percent / 100);
        }
        double told = PairedComparison.resolution(Stream.concat(before.stream(), now.stream()));
        return Math.max(PairedComparison.share(percent, before), margin.isPresent() ? 0 : told);
    }

    private String worse(double shift) {
        if (figure.rate()) {
            return Figures.fixed(Math.exp(-shift), 3) + " times the rate";
        }
        return Double.isInfinite(shift)
                ? ComparisonText.endless(shift)
                : (shift >= 0 ? Figures.fixed(shift, 2) + " s longer" : Figures.fixed(-shift, 2) + " s shorter");
    }
}
