package io.pilab.scenario;

import io.pilab.expectation.Expectation;
import io.pilab.expectation.Regression;
import io.pilab.lab.Arm;
import io.pilab.metrics.Measure;
import io.pilab.metrics.RunFigures;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * What to do to a pair and what to expect of it.
 *
 * @param treatments one for each arm, at least one; each is a trial in every repeat
 * @param repeat at least 1
 * @param baseline the earlier run that it is compared with
 */
public record Scenario(
        String name,
        List<Treatment> treatments,
        int repeat,
        Order order,
        List<Expectation> expectations,
        Optional<RunFigures> baseline) {
    public Scenario {
        treatments = List.copyOf(treatments);
        expectations = List.copyOf(expectations);
        if (treatments.isEmpty() || repeat < 1) {
            throw new IllegalArgumentException("a scenario has at least one arm and one repeat");
        }
    }

    /** The same, with so many trials of each arm. */
    public Scenario repeated(int times) {
        return new Scenario(name, treatments, times, order, expectations, baseline);
    }

    /** The same, compared with an earlier run; without an own `regression` in recovery and throughput of each arm. */
    public Scenario against(RunFigures earlier) {
        boolean asked = expectations.stream().anyMatch(Regression.class::isInstance);
        List<Expectation> all = new ArrayList<>(expectations);
        for (Treatment treatment : asked ? List.<Treatment>of() : treatments) {
            String arm = treatment.arm().name();
            if (treatment.timeline().first().isPresent()) {
                all.add(new Regression(Measure.RECOVERY, arm, Optional.empty()));
            }
            all.add(new Regression(Measure.THROUGHPUT, arm, Optional.empty()));
        }
        return new Scenario(name, treatments, repeat, order, all, Optional.of(earlier));
    }

    /** Whether its trials come in an order that is drawn. */
    public boolean shuffled() {
        return order.kind() == Order.Kind.BLOCKS && treatments.size() > 1 && repeat > 1;
    }

    /** The same, with its trials in the order that this seed gives. */
    public Scenario seeded(long seed) {
        return new Scenario(name, treatments, repeat, new Order(order.kind(), seed), expectations, baseline);
    }

    /** The same with some of its treatments only, and what is expected of their arms. */
    public Scenario only(List<Treatment> some) {
        List<Arm> kept = some.stream().map(Treatment::arm).toList();
        List<Expectation> concerned =
                expectations.stream().filter(e -> e.possible(kept)).toList();
        return new Scenario(name, some, repeat, order, concerned, baseline);
    }

    /** In the order of the file. */
    public List<Arm> arms() {
        return treatments.stream().map(Treatment::arm).toList();
    }

    /** What the trials of an arm do. Of an arm that it does not have, as of a damaged record: what those of the first one do. */
    public Treatment treatment(Arm arm) {
        return treatments.stream().filter(t -> t.arm().equals(arm)).findFirst().orElse(treatments.get(0));
    }

    /** The arm of each trial, in their order. */
    public List<Arm> trials() {
        return order.of(arms(), repeat);
    }
}
