package io.pilab.expectation;

import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import io.pilab.metrics.Bounds;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.TrafficTimes;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** How long the traffic may stand still after the first fault. */
@Variant("How long the traffic may stand still after the first fault.")
public record Stalls(
        @Parameter("The longest silence that is allowed.") Duration atMost,
        @Parameter("The arm that it is limited to; without it, each.") Optional<String> arm,
        @Parameter("How many of the trials have to show it; without it, all.") Optional<Double> trials)
        implements TrialExpectation {
    @Override
    public String description() {
        return "stalls for at most " + Figures.plain(TrafficTimes.seconds(atMost)) + "s";
    }

    @Override
    public List<String> problems(Shape scenario) {
        return scenario.faults() ? List.of() : List.of("there is no fault to stall after; add one to `timeline`");
    }

    @Override
    public Judgement judge(FailoverMetrics metrics, TrafficTimes times) {
        if (metrics.longestStall().isEmpty()) {
            return Judgement.broken("the rate before the fault is not known");
        }
        Bounds stall = metrics.longestStall().get();
        double limit = TrafficTimes.seconds(atMost);
        String detail = Figures.bounds(stall);
        if (stall.atMost(limit)) {
            return Judgement.pass(detail);
        }
        return stall.above(limit) ? Judgement.fail(detail) : Judgement.broken(detail + ": the samples cannot tell");
    }
}
