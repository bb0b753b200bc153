package io.pilab.expectation;

import io.pilab.lab.Arm;
import io.pilab.metrics.RunFigures;
import java.util.Optional;

/** What the trials of a run must show together. */
public sealed interface RunExpectation extends Expectation permits Difference, Regression {
    /**
     * Judges the run.
     *
     * @param baseline the earlier run that it is compared with
     */
    Judgement judge(RunFigures run, Optional<RunFigures> baseline);

    @Override
    default boolean concerns(Arm arm) {
        return named().stream().anyMatch(arm::is);
    }

    @Override
    default String title() {
        return description();
    }
}
