package io.pilab.config;

import io.pilab.config.ScenarioDraft.ArmDraft;
import io.pilab.config.ScenarioDraft.TrafficDraft;
import io.pilab.expectation.Expectation;
import io.pilab.expectation.Shape;
import io.pilab.lab.Arm;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Checks what must hold between the parts of a scenario. */
final class ScenarioChecks {
    private final ScenarioDraft scenario;
    private final Problems problems;

    ScenarioChecks(ScenarioDraft scenario, Problems problems) {
        this.scenario = scenario;
        this.problems = problems;
    }

    void run() {
        scenario.arms().forEach(arm -> new ArmChecks(arm, problems).run());
        scenario.expectations().forEach(this::expectation);
        contradictions();
    }

    private void expectation(Placed<Expectation> expectation) {
        expectation.value().named().stream()
                .filter(wanted -> arms().noneMatch(arm -> arm.is(wanted)))
                .forEach(wanted -> problems.add(
                        expectation.place(),
                        "the scenario has no arm " + wanted + "; add it to `arms` or remove this expectation"));
        scenario.arms().stream()
                .filter(arm -> expectation.value().concerns(arm.arm().value()))
                .flatMap(arm -> expectation.value().problems(shape(arm)).stream())
                .forEach(problem -> problems.add(expectation.place(), problem));
    }

    private Stream<Arm> arms() {
        return scenario.arms().stream().map(arm -> arm.arm().value());
    }

    private static Shape shape(ArmDraft arm) {
        return new Shape(
                !arm.timeline().isEmpty(),
                arm.timeline().stream()
                        .flatMap(f -> f.at().stream())
                        .map(Placed::value)
                        .min(Duration::compareTo),
                arm.traffic().flatMap(TrafficDraft::duration).map(Placed::value));
    }

    private void contradictions() {
        List<Placed<Expectation>> all = scenario.expectations();
        for (int later = 1; later < all.size(); later++) {
            for (int earlier = 0; earlier < later; earlier++) {
                Expectation a = all.get(earlier).value();
                Expectation b = all.get(later).value();
                if (b.contradicts(a) && arms().anyMatch(arm -> a.concerns(arm) && b.concerns(arm))) {
                    problems.add(
                            all.get(later).place(),
                            "contradicts line " + all.get(earlier).place().line()
                                    + "; give each of the two the arm it is meant for, as in `arm: mptcp`");
                }
            }
        }
    }
}
