package io.pilab.expectation;

import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.TrafficTimes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long nothing may arrive after the first fault. */
@Variant("How long nothing may arrive after the first fault.")
public record Stall(
        @Parameter("The longest time with less than 1 % of the baseline.")
        Duration most,

        @Parameter("The arm that it is limited to; without it, each.")
        Optional<String> arm,

        @Parameter("How many of the trials have to show it; without it, their median has to.")
        Optional<Double> trials)
        implements TrialExpectation {
    @Override
    public String description() {
        return "stalls for at most " + Figures.plain(TrafficTimes.seconds(most)) + "s" + Words.trials(trials);
    }

    @Override
    public Optional<LimitedFigure> figure() {
        return Optional.of(LimitedFigure.seconds(FailoverMetrics::longestStall, TrafficTimes.seconds(most)));
    }

    @Override
    public List<String> problems(Shape scenario) {
        return Words.needsFault(scenario, "to stall after");
    }

    @Override
    public Judgement judge(FailoverMetrics metrics, TrafficTimes times) {
        return figure().orElseThrow().judge(metrics, words -> "stalled for " + words, Words.NO_FAULT);
    }
}
