package io.pilab.expectation;

import io.pilab.lab.Arm;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Recovery;
import io.pilab.metrics.TrafficTimes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What a trial of an arm must show for the run to pass; it judges that itself. */
public sealed interface Expectation permits Survives, Recovers {
    /** The arm it is asked of; empty: of each. */
    Optional<String> arm();

    /** One line, as a reader would say it: {@code survives}. */
    String description();

    /** Judges a trial that ran as planned. */
    Judgement judge(FailoverMetrics metrics, TrafficTimes times);

    /** The recoveries that have to be measured for it. */
    default Set<Recovery.RecoveryTarget> needs() {
        return Set.of();
    }

    /** Why it makes no sense in a scenario of that shape, each with its cure. */
    default List<String> problems(Shape scenario) {
        return List.of();
    }

    /** Whether no trial can meet both. */
    default boolean contradicts(Expectation other) {
        return false;
    }

    default boolean concerns(Arm trialArm) {
        return arm().isEmpty() || trialArm.is(arm().get());
    }

    /** {@code mptcp recovers 90% of settled within 2s}; without an arm, of each trial. */
    default String title() {
        return arm().map(a -> a + " ").orElse("") + description();
    }
}
