package io.pilab.expectation;

import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import io.pilab.metrics.Bounds;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.TrafficTimes;
import java.util.List;
import java.util.Optional;

/** How low the rate may fall after the first fault. */
@Variant("How low the rate may fall after the first fault.")
public record Dip(
        @Parameter("What the lowest second has to carry at least, of the baseline.")
        double percent,

        @Parameter("The arm that it is limited to; without it, each.")
        Optional<String> arm,

        @Parameter("How many of the trials have to show it; without it, their median has to.")
        Optional<Double> trials)
        implements TrialExpectation {
    @Override
    public String description() {
        return "dips to " + Figures.plain(percent) + "% of baseline at the lowest" + Words.trials(trials);
    }

    @Override
    public Optional<LimitedFigure> figure() {
        return Optional.of(new LimitedFigure(Dip::share, percent, false, v -> Figures.fixed(v, 1) + " %"));
    }

    @Override
    public List<String> problems(Shape scenario) {
        return Words.needsFault(scenario, "to dip after");
    }

    @Override
    public Judgement judge(FailoverMetrics metrics, TrafficTimes times) {
        return figure().orElseThrow()
                .judge(
                        metrics,
                        words -> "the lowest second had " + words + " of baseline "
                                + Figures.megabits(metrics.baseline().orElseThrow()),
                        Words.NO_FAULT);
    }

    private static Optional<Bounds> share(FailoverMetrics metrics) {
        return metrics.baseline()
                .filter(baseline -> baseline > 0)
                .flatMap(baseline -> metrics.dip().map(dip -> 100 * dip.bitsPerSecond() / baseline))
                .map(share -> new Bounds(share, share));
    }
}
