package io.pilab.app;

import io.pilab.lab.Arm;
import io.pilab.scenario.Scenario;
import java.util.List;
import java.util.Optional;

/**
 * How a scenario is run other than its file says.
 *
 * @param arm only this one
 * @param repeat in place of the scenario's own
 */
public record Variation(Optional<Arm> arm, Optional<Integer> repeat) {
    /** As its file says. */
    public static final Variation NONE = new Variation(Optional.empty(), Optional.empty());

    /**
     * The scenario that is run.
     *
     * @param file for messages
     * @throws InvalidRequestException when the scenario has no such arm, or the repeats are less than one
     */
    public Scenario of(Scenario scenario, String file) {
        if (repeat.isPresent() && repeat.get() < 1) {
            throw new InvalidRequestException("--repeat takes 1 or more");
        }
        if (arm.isPresent() && !scenario.arms().contains(arm.get())) {
            throw new InvalidRequestException(file + " has no arm " + arm.get().label());
        }
        return new Scenario(
                scenario.name(),
                scenario.traffic(),
                arm.map(List::of).orElse(scenario.arms()),
                repeat.orElse(scenario.repeat()),
                scenario.timeline(),
                scenario.expectations().stream()
                        .filter(e -> arm.isEmpty() || e.concerns(arm.get()))
                        .toList());
    }
}
