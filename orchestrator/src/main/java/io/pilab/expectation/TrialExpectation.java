package io.pilab.expectation;

import io.pilab.lab.Arm;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.TrafficTimes;
import java.util.List;
import java.util.Optional;

/**
 * What the trials of an arm must show. Over repeats a figure is judged by its median, anything else, and a figure where the
 * file says so, by how many trials show it.
 */
public sealed interface TrialExpectation extends Expectation permits Survives, Recovers, Stall, Dip, Throughput {
    /** The arm it is asked of; empty: of each. */
    Optional<String> arm();

    /** The share of the trials that have to show it, in percent; empty: the median has to, and all where there is none. */
    Optional<Double> trials();

    /** Judges a trial that ran as planned. */
    Judgement judge(FailoverMetrics metrics, TrafficTimes times);

    /** The figure that it limits; empty: it is a yes or no. */
    default Optional<LimitedFigure> figure() {
        return Optional.empty();
    }

    @Override
    default List<String> named() {
        return arm().stream().toList();
    }

    @Override
    default boolean concerns(Arm trialArm) {
        return arm().isEmpty() || trialArm.is(arm().get());
    }

    @Override
    default String title() {
        return arm().map(a -> a + " ").orElse("") + description();
    }
}
