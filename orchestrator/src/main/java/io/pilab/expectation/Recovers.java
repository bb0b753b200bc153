package io.pilab.expectation;

import io.pilab.lab.Parameter;
import io.pilab.lab.Variant;
import io.pilab.metrics.Bounds;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.Measure;
import io.pilab.metrics.Recovery;
import io.pilab.metrics.Recovery.Reference;
import io.pilab.metrics.TrafficTimes;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How soon after the first fault the rate is back.
 *
 * @param percent of the reference rate, above 0, 100 at most
 * @param within counted from the fault's actual time
 */
@Variant("How soon after the first fault the rate is back.")
public record Recovers(
        @Parameter("How much of the reference rate has to be reached, such as 90%.")
        double percent,

        @Parameter(
                value = "The reference: the rate that it settles at after the fault, or the one before it.",
                usually = "settled")
        Reference of,

        @Parameter("Counted from the fault; not beyond the traffic's end.")
        Duration within,

        @Parameter("The arm that it is limited to; without it, each.")
        Optional<String> arm,

        @Parameter("How many of the trials have to show it; without it, their median has to.")
        Optional<Double> trials)
        implements TrialExpectation {
    public Recovers {
        if (!(percent > 0 && percent <= 100)) {
            throw new IllegalArgumentException("recovers takes more than 0 % and at most 100 %");
        }
    }

    @Override
    public String description() {
        String share = BigDecimal.valueOf(percent).stripTrailingZeros().toPlainString();
        return "recovers " + share + "% of " + of.label() + " within " + plain(within) + Words.trials(trials);
    }

    @Override
    public Optional<LimitedFigure> figure() {
        return Optional.of(LimitedFigure.seconds(m -> Measure.recovery(m, percent, of), TrafficTimes.seconds(within)));
    }

    @Override
    public Set<Recovery.RecoveryTarget> needs() {
        return Set.of(new Recovery.RecoveryTarget(percent, of));
    }

    @Override
    public List<String> problems(Shape scenario) {
        List<String> none = Words.needsFault(scenario, "to recover from");
        if (!none.isEmpty()) {
            return none;
        }
        Optional<Duration> latest = scenario.firstFault().map(at -> at.plus(within));
        return scenario
                .trafficEnd()
                .filter(end -> latest.isPresent() && latest.get().compareTo(end) > 0)
                .map(end -> "counts until " + plain(latest.get()) + ", but the traffic is over at " + plain(end)
                        + "; shorten `within` or lengthen the traffic")
                .stream()
                .toList();
    }

    @Override
    public Judgement judge(FailoverMetrics metrics, TrafficTimes times) {
        Optional<Recovery> found = metrics.recovery(percent, of);
        if (found.isEmpty()) {
            return Judgement.broken("no fault happened");
        }
        Recovery recovery = found.get();
        double limit = TrafficTimes.seconds(within);
        if (recovery.reference().isEmpty()) {
            return withoutReference(metrics);
        }
        String reference =
                of.label() + " " + Figures.megabits(recovery.reference().get());
        if (recovery.after().isEmpty()) {
            String watched = "not within the " + Figures.fixed(recovery.watched(), 2) + " s watched, " + reference;
            return recovery.watched() >= limit
                    ? Judgement.fail(watched)
                    : Judgement.broken(watched + ": the traffic ends too early to tell");
        }
        Bounds after = recovery.after().get();
        String detail = "after " + Figures.bounds(after) + ", " + reference;
        if (after.atMost(limit)) {
            return Judgement.pass(detail);
        }
        if (after.above(limit)) {
            return Judgement.fail(detail);
        }
        return Judgement.broken(detail + ": the " + Figures.plain(metrics.resolution()) + " s samples cannot show "
                + Figures.fixed(after.high(), 2) + " s from " + Figures.plain(limit) + " s");
    }

    private Judgement withoutReference(FailoverMetrics metrics) {
        boolean settled = of == Reference.SETTLED;
        return settled && metrics.baseline().isPresent() && metrics.settled().isPresent()
                ? Judgement.fail("the rate settled at nothing")
                : Judgement.broken("the " + of.label() + " rate is not known: no whole reporting interval lies "
                        + (settled ? "in the last half after the fault" : "before the fault"));
    }

    private static String plain(Duration duration) {
        return Figures.plain(TrafficTimes.seconds(duration)) + "s";
    }
}
