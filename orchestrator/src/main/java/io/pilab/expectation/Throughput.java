package io.pilab.expectation;

import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import io.pilab.metrics.Bounds;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.TrafficTimes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How much has to arrive. */
@Variant("How much has to arrive.")
public record Throughput(
        @Parameter("The least rate.") long rate,

        @Parameter(
                value = "Over the whole traffic, before the first fault, or once it has settled after it.",
                usually = "whole")
        TrafficPart of,

        @Parameter("The arm that it is limited to; without it, each.")
        Optional<String> arm,

        @Parameter("How many of the trials have to show it; without it, their median has to.")
        Optional<Double> trials)
        implements TrialExpectation {
    /** Which part of the traffic. */
    public enum TrafficPart {
        WHOLE,
        BASELINE,
        SETTLED;

        private Optional<Double> rate(FailoverMetrics metrics) {
            return switch (this) {
                case WHOLE -> Optional.of(metrics.meanRate());
                case BASELINE -> metrics.baseline();
                case SETTLED -> metrics.settled();
            };
        }
    }

    @Override
    public String description() {
        String span = of == TrafficPart.WHOLE ? "" : " " + of.name().toLowerCase(Locale.ROOT);
        return "carries at least " + Figures.megabits((double) rate) + span + Words.trials(trials);
    }

    @Override
    public Optional<LimitedFigure> figure() {
        return Optional.of(new LimitedFigure(
                m -> of.rate(m).map(r -> new Bounds(r, r)), rate, false, Figures::megabits));
    }

    @Override
    public List<String> problems(Shape scenario) {
        return of == TrafficPart.SETTLED ? Words.needsFault(scenario, "after which the rate settles") : List.of();
    }

    @Override
    public Judgement judge(FailoverMetrics metrics, TrafficTimes times) {
        return figure().orElseThrow()
                .judge(
                        metrics,
                        words -> "carried " + words,
                        "the rate is not known: no whole reporting interval lies there");
    }
}
