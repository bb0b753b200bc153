package io.pilab.expectation;

import io.pilab.lab.Parameter;
import io.pilab.lab.RefusedValues;
import io.pilab.lab.Variant;
import io.pilab.metrics.Bounds;
import io.pilab.metrics.Figures;
import io.pilab.metrics.Measure;
import io.pilab.metrics.RunFigures;
import io.pilab.metrics.TrafficTimes;
import io.pilab.statistics.ComparisonText;
import io.pilab.statistics.PairedComparison;
import io.pilab.statistics.PairedFigures;
import io.pilab.statistics.SignedRank;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Whether an arm's figure differs from another arm's, over the repeats.
 *
 * @param margin percent of the other arm's figure
 */
@Variant("Whether a figure of an arm differs from that of another arm, over the repeats.")
public record Difference(
        @Parameter("The figure.") Measure figure,

        @Parameter("The arm that it is said of.") String arm,

        @Parameter("The arm that it is compared with.") String against,

        @Parameter("What it has to be.") Direction is,

        @Parameter("How much at least, or for `none` at most, of the other arm's figure.")
        Optional<Double> margin,

        @Parameter("The same for a time, as a time.") Optional<Duration> by)
        implements RunExpectation {
    private static final int LEAST_ONE_SIDED = 5;

    /** What a difference is expected to be. */
    public enum Direction {
        LOWER,
        HIGHER,
        NONE
    }

    public Difference {
        new RefusedValues()
                .refuse(arm.equals(against), "against", "is the arm itself; name another one")
                .refuse(margin.isPresent() && by.isPresent(), "by", "stands beside `margin`; remove one of the two")
                .refuse(
                        by.isPresent() && figure.rate(),
                        "by",
                        "is a time, and " + figure.label() + " is a rate; write `margin: 10%`")
                .refuse(
                        is == Direction.NONE && margin.isEmpty() && by.isEmpty(),
                        "is",
                        "`none` needs `margin`: how large a difference does not matter, such as 10%")
                .check();
    }

    @Override
    public List<String> named() {
        return List.of(arm, against);
    }

    @Override
    public String description() {
        String size = margin.map(m -> Figures.plain(m) + "%")
                .or(() -> by.map(d -> Figures.plain(TrafficTimes.seconds(d)) + "s"))
                .orElse("");
        String how = is == Direction.NONE
                ? "differs by at most " + size
                : "is " + is.name().toLowerCase(Locale.ROOT) + (size.isEmpty() ? "" : " by at least " + size);
        return "difference: the " + figure.label() + " of " + arm + " " + how + " against " + against;
    }

    @Override
    public List<String> problems(Shape scenario) {
        return Words.needsFault(scenario, figure);
    }

    @Override
    public Judgement judge(RunFigures run, Optional<RunFigures> baseline) {
        PairedFigures compared = PairedFigures.of(figure, run.arm(against), run.arm(arm));
        if (compared.first().isEmpty()) {
            return Judgement.broken("no repeat has this figure of both arms");
        }
        PairedComparison comparison = PairedComparison.paired(compared.first(), compared.second(), figure.rate());
        String detail = ComparisonText.of(figure, comparison, compared.dropped());
        Bounds margins = margins(compared.first());
        return is == Direction.NONE ? equivalent(comparison, margins, detail) : directed(comparison, margins, detail);
    }

    private Judgement directed(PairedComparison comparison, Bounds margins, String detail) {
        int blocks = comparison.differences().size();
        if (blocks < LEAST_ONE_SIDED) {
            return Judgement.broken(detail + ": too few repeats to say, " + LEAST_ONE_SIDED + " are the least");
        }
        boolean lower = is == Direction.LOWER;
        double limit = lower ? margins.low() : margins.high();
        SignedRank test = comparison.beside(limit);
        double chance = lower ? test.less() : test.greater();
        double opposite = lower ? test.greater() : test.less();
        String tested = detail + ", one-sided p " + ComparisonText.chance(chance);
        if (chance <= PairedComparison.OUTSIDE) {
            return Judgement.pass(tested);
        }
        return opposite <= PairedComparison.OUTSIDE
                ? Judgement.fail(tested)
                : Judgement.broken(tested + ": undetermined" + more(comparison, limit));
    }

    private static Judgement equivalent(PairedComparison comparison, Bounds margins, String detail) {
        if (comparison.interval().isEmpty()) {
            return Judgement.broken(detail + ": " + PairedComparison.LEAST + " are the least");
        }
        Bounds interval = comparison.interval().get();
        if (interval.low() >= margins.low() && interval.high() <= margins.high()) {
            return Judgement.pass(detail);
        }
        boolean outside = interval.low() > margins.high() || interval.high() < margins.low();
        double limit = comparison.estimate() < 0 ? margins.low() : margins.high();
        return outside ? Judgement.fail(detail) : Judgement.broken(detail + ": undetermined" + more(comparison, limit));
    }

    private static String more(PairedComparison comparison, double limit) {
        return comparison
                .needed(limit)
                .map(n -> "; about " + n + " repeats would tell, if they spread as these do")
                .orElse("");
    }

    /** The limits of the shift below and above none, in the unit of the differences. */
    private Bounds margins(List<Bounds> other) {
        if (figure.rate()) {
            double share = margin.orElse(0.0) / 100;
            return new Bounds(Math.log(Math.max(0, 1 - share)), Math.log1p(share));
        }
        double seconds = by.map(TrafficTimes::seconds)
                .or(() -> margin.map(m -> PairedComparison.share(m, other)))
                .orElse(0.0);
        return new Bounds(-seconds, seconds);
    }
}
