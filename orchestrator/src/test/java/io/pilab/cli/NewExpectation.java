package io.pilab.cli;

import io.pilab.config.ScenarioFile;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.testing.TestingTrial;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;

/** A run whose scenario has an expectation that is new: read, stored, read back, judged and printed. */
public final class NewExpectation implements Function<Path, String> {
    @Override
    public String apply(Path runs) {
        Scenario scenario = ScenarioFile.parse("stalls.yaml", """
                scenario: stalls
                traffic: { tool: iperf3, duration: 10s }
                timeline:
                  - { at: 3s, on: client, fault: link-down, interface: wlan0 }
                expect:
                  - { stalls: 1s }
                  - { stalls: 700ms }
                  - { stalls: 500ms, arm: mptcp }
                """);
        TrialRecord trial = TestingTrial.failover().record();
        ShowDriver driver = new ShowDriver(runs);
        driver.store(scenario, List.of(trial));
        return driver.show("--format", "json", "last").out();
    }
}
