package io.pilab.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.TestingLabs;
import io.pilab.config.InvalidFileException;
import io.pilab.doctor.ScenarioRequirements;
import io.pilab.lab.Lab;
import io.pilab.plan.Planner;
import io.pilab.plan.RunPlan;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.Treatment;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ImpairTest {
    @Test
    void bothHalvesAreOnTheHostsTimeline() {
        Lab lab = TestingLabs.blogDemo();
        RunPlan plan = Planner.plan(lab, lab.pairs().get(0), scenario("delay: 20ms, jitter: 5ms, loss: 0.5%, for: 2s"));

        assertThat(plan.trials().get(0).client().specification("/usr/bin/iperf3", Optional.empty()))
                .contains("fault 3000 0 inject impair.sh inject wlan0 delay 20ms jitter 5ms loss 0.5\n")
                .contains("fault 5000 0 heal impair.sh heal wlan0\n");
    }

    @Test
    void everyParameterReachesTheScript() {
        Fault fault = fault(scenario("delay: 1.5s, reorder: 25%, duplicate: 1%, loss: 0.000001%"));

        assertThat(fault.inject(TestingLabs.site()))
                .hasToString("impair.sh inject wlan0 delay 1500ms loss 0.000001 reorder 25 duplicate 1");
        assertThat(fault.interfaces()).containsExactly("wlan0");
        assertThat(fault.kind()).isEqualTo("impair");
    }

    @Test
    void itNeedsNetemOfTheHostThatItIsOn() {
        List<Treatment> treatments = List.of(
                scenario("loss: 5%").treatments().get(0),
                TestingLabs.wlan0Down().treatments().get(0));

        assertThat(ScenarioRequirements.of(treatments, TestingLabs.site().host()))
                .isEqualTo(new ScenarioRequirements(
                        true,
                        Map.of(Requirement.NETEM, Set.of("impair")),
                        Map.of("wlan0", Set.of("impair at 3 s", "link-down at 3 s")),
                        Set.of(),
                        Set.of(),
                        treatments.stream()
                                .flatMap(s -> s.timeline().faults().stream())
                                .toList()));
        assertThat(ScenarioRequirements.of(treatments, TestingLabs.site().peer()))
                .isEqualTo(ScenarioRequirements.any());
        assertThat(ScenarioRequirements.of(List.of(), TestingLabs.site().host()))
                .isEqualTo(ScenarioRequirements.any());
        assertThat(new LinkDown("wlan0").needs(TestingLabs.site().host())).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "for: 1s|impair needs one of delay, loss and duplicate",
                "'loss: 5%, jitter: 5ms'|jitter and reorder need a delay, as in `delay: 20ms`",
                "'loss: 5%, reorder: 5%'|jitter and reorder need a delay, as in `delay: 20ms`",
                "delay: 2m|impair delays by 60s at most",
                "'delay: 5ms, jitter: 6ms'|jitter is at most the delay",
                "loss: 0%|impair takes percentages above 0% and up to 100%",
                "loss: 5|loss: expects",
                "delay: 20|delay: expects",
            })
    void aSenselessOneIsRefusedWithItsPlace(String parameters, String text) {
        assertThatThrownBy(() -> scenario(parameters))
                .isInstanceOf(InvalidFileException.class)
                .hasMessageContaining("scenario.yaml:5:")
                .hasMessageContaining(text);
    }

    private static Fault fault(Scenario scenario) {
        return scenario.treatments().get(0).timeline().faults().get(0).fault();
    }

    private static Scenario scenario(String parameters) {
        return TestingLabs.scenario(
                "[mptcp]", "", "{ at: 3s, on: client, fault: impair, interface: wlan0, " + parameters + " }");
    }
}
