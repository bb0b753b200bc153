package io.pilab.scenario;

import io.pilab.expectation.Expectation;
import io.pilab.lab.Arm;
import io.pilab.traffic.Traffic;
import java.util.List;

/**
 * What to do to a pair and what to expect of it.
 *
 * @param arms at least one; each is a trial in every repeat
 * @param repeat at least 1
 */
public record Scenario(
        String name, Traffic traffic, List<Arm> arms, int repeat, Timeline timeline, List<Expectation> expectations) {
    public Scenario {
        arms = List.copyOf(arms);
        expectations = List.copyOf(expectations);
        if (arms.isEmpty() || repeat < 1) {
            throw new IllegalArgumentException("a scenario has at least one arm and one repeat");
        }
    }

    /** The same, with so many trials of each arm. */
    public Scenario repeated(int times) {
        return new Scenario(name, traffic, arms, times, timeline, expectations);
    }

    public int trials() {
        return arms.size() * repeat;
    }
}
