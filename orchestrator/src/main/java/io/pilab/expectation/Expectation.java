package io.pilab.expectation;

import io.pilab.lab.Arm;
import io.pilab.metrics.Recovery;
import java.util.List;
import java.util.Set;

/** What a run must show to pass. */
public sealed interface Expectation permits TrialExpectation, RunExpectation {
    /** The arms that it names. */
    List<String> named();

    /** Whether a trial of that arm has a say in it. */
    boolean concerns(Arm arm);

    /** One line, as a reader would say it, without its arms: {@code survives}. */
    String description();

    /** {@code mptcp recovers 90% of settled within 2s}; without an arm, of each trial. */
    String title();

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

    /** Whether a run of these arms alone can show it. */
    default boolean possible(List<Arm> arms) {
        return named().stream().allMatch(name -> arms.stream().anyMatch(arm -> arm.is(name)));
    }
}
