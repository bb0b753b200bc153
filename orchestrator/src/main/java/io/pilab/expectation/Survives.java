package io.pilab.expectation;

import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.TrafficTimes;
import java.util.Optional;

/** Whether data still flows at the traffic's planned end. */
@Variant("Whether data still flows at the traffic's planned end.")
public record Survives(
        @Parameter("Whether it has to, or must not.") boolean expected,

        @Parameter("The arm that it is limited to; without it, each.")
        Optional<String> arm,

        @Parameter("How many of the trials have to show it; without it, all.")
        Optional<Double> trials)
        implements TrialExpectation {
    @Override
    public String description() {
        return (expected ? "survives" : "does not survive") + Words.trials(trials);
    }

    @Override
    public Judgement judge(FailoverMetrics metrics, TrafficTimes times) {
        String last = "in the last interval before the planned end, " + Figures.plain(times.last()) + " to "
                + Figures.plain(times.end()) + " s";
        if (metrics.survived().isEmpty()) {
            return Judgement.broken("nothing was reported " + last);
        }
        boolean survived = metrics.survived().get();
        String detail = (survived ? "data arrived " : "no data arrived ") + last;
        return survived == expected ? Judgement.pass(detail) : Judgement.fail(detail);
    }

    @Override
    public boolean contradicts(Expectation other) {
        return other instanceof Survives survives && survives.expected != expected;
    }
}
