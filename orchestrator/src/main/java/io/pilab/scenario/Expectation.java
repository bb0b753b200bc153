package io.pilab.scenario;

import io.pilab.lab.Arm;
import java.util.Optional;

/** What a trial of an arm must show for the run to pass. */
public sealed interface Expectation permits Survives, Recovers {
    /** The arm it is asked of; empty: of each. */
    Optional<Arm> arm();

    /** One line, as a reader would say it: {@code survives}. */
    String description();

    default boolean concerns(Arm trialArm) {
        return arm().isEmpty() || arm().get() == trialArm;
    }
}
