package io.pilab.verdict;

import io.pilab.metrics.Bounds;
import io.pilab.metrics.Failover;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Figures;
import io.pilab.metrics.Recovery;
import io.pilab.record.Outcome;
import io.pilab.scenario.Expectation;
import io.pilab.scenario.Recovers;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.Survives;
import java.util.Optional;

/** Judges one trial's expectations by its metrics; BROKEN when the data cannot tell. */
final class Judge {
    private final Scenario scenario;
    private final FailoverMetrics metrics;
    private final Optional<String> problem;

    /** @param problem why nothing can be judged */
    Judge(Scenario scenario, FailoverMetrics metrics, Optional<String> problem) {
        this.scenario = scenario;
        this.metrics = metrics;
        this.problem = problem;
    }

    ExpectationResult judge(Expectation expectation) {
        String title = ExpectationResult.title(expectation);
        if (problem.isPresent()) {
            return new ExpectationResult(title, Outcome.BROKEN, problem.get());
        }
        if (expectation instanceof Survives survives) {
            return survives(title, survives);
        }
        return recovers(title, (Recovers) expectation);
    }

    private ExpectationResult survives(String title, Survives expected) {
        double end = Failover.seconds(scenario.traffic().duration());
        double step = Failover.seconds(scenario.traffic().interval());
        String last = "in the last interval before the planned end, " + Figures.plain(Math.max(0, end - step)) + " to "
                + Figures.plain(end) + " s";
        if (metrics.survived().isEmpty()) {
            return new ExpectationResult(title, Outcome.BROKEN, "nothing was reported " + last);
        }
        boolean survived = metrics.survived().get();
        Outcome outcome = survived == expected.expected() ? Outcome.PASS : Outcome.FAIL;
        return new ExpectationResult(title, outcome, (survived ? "data arrived " : "no data arrived ") + last);
    }

    private ExpectationResult recovers(String title, Recovers expected) {
        Optional<Recovery> found = metrics.recovery(expected.percent(), expected.of());
        if (found.isEmpty()) {
            return new ExpectationResult(title, Outcome.BROKEN, "no fault happened");
        }
        Recovery recovery = found.get();
        double within = Failover.seconds(expected.within());
        if (recovery.reference().isEmpty()) {
            return withoutReference(title, expected);
        }
        String reference = expected.of().label() + " "
                + Figures.megabits(recovery.reference().get());
        if (recovery.after().isEmpty()) {
            String watched = "not within the " + Figures.fixed(recovery.watched(), 2) + " s watched, " + reference;
            return recovery.watched() >= within
                    ? new ExpectationResult(title, Outcome.FAIL, watched)
                    : new ExpectationResult(title, Outcome.BROKEN, watched + ": the traffic ends too early to tell");
        }
        Bounds after = recovery.after().get();
        String detail = "after " + Figures.bounds(after) + ", " + reference;
        if (after.atMost(within)) {
            return new ExpectationResult(title, Outcome.PASS, detail);
        }
        if (after.above(within)) {
            return new ExpectationResult(title, Outcome.FAIL, detail);
        }
        return new ExpectationResult(
                title,
                Outcome.BROKEN,
                detail + ": the " + Figures.plain(metrics.resolution()) + " s samples cannot tell "
                        + Figures.fixed(after.high(), 2) + " s from " + Figures.plain(within) + " s");
    }

    private ExpectationResult withoutReference(String title, Recovers expected) {
        boolean dead = expected.of() == Recovers.Reference.SETTLED
                && metrics.baseline().isPresent()
                && metrics.settled().isPresent();
        return dead
                ? new ExpectationResult(title, Outcome.FAIL, "the rate settled at nothing")
                : new ExpectationResult(
                        title,
                        Outcome.BROKEN,
                        "the " + expected.of().label() + " rate is not known: no whole reporting interval lies "
                                + (expected.of() == Recovers.Reference.SETTLED
                                        ? "in the last half after the fault"
                                        : "before the fault"));
    }
}
