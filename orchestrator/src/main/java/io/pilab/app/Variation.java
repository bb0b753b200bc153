package io.pilab.app;

import io.pilab.app.ShowRun.Shown;
import io.pilab.lab.Arm;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.Treatment;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;

/**
 * How a scenario is run other than its file says.
 *
 * @param arm only this one, or the cells of its sweep
 * @param repeat in place of the scenario's own
 * @param seed of the order of the trials; empty: one is drawn
 * @param baseline the earlier run that it is compared with
 */
public record Variation(Optional<String> arm, Optional<Integer> repeat, Optional<Long> seed, Optional<Shown> baseline) {
    /** A seed is short enough to be typed. */
    public static final long MOST_SEED = 1_000_000;

    /** As its file says. */
    public static final Variation NONE =
            new Variation(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

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
        if (seed.isPresent() && (seed.get() < 1 || seed.get() >= MOST_SEED)) {
            throw new InvalidRequestException("--seed takes 1 to " + (MOST_SEED - 1));
        }
        List<Treatment> chosen = scenario.treatments().stream()
                .filter(t -> arm.isEmpty() || t.arm().is(arm.get()))
                .toList();
        if (chosen.isEmpty()) {
            throw new InvalidRequestException(file + " has no arm '" + arm.get() + "'; it has "
                    + scenario.arms().stream().map(Arm::name).collect(Collectors.joining(", ")));
        }
        Scenario varied = scenario.only(chosen).repeated(repeat.orElse(scenario.repeat()));
        Scenario compared =
                baseline.map(earlier -> varied.against(earlier.figures())).orElse(varied);
        return compared.shuffled() ? compared.seeded(seed.orElseGet(Variation::draw)) : compared;
    }

    private static long draw() {
        return ThreadLocalRandom.current().nextLong(1, MOST_SEED);
    }
}
