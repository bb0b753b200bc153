package io.pilab.verdict;

import io.pilab.lab.Arm;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** A trial of the scenario that the record does not have: without it, the run says nothing of its arm. */
public record NotRun(int number, Arm arm) {
    static List<NotRun> of(Scenario scenario, List<TrialRecord> trials) {
        Set<Integer> recorded = trials.stream().map(TrialRecord::number).collect(Collectors.toSet());
        List<NotRun> missing = new ArrayList<>();
        for (int number = 1; number <= scenario.trials(); number++) {
            if (!recorded.contains(number)) {
                int arm = (number - 1) % scenario.arms().size();
                missing.add(new NotRun(number, scenario.arms().get(arm)));
            }
        }
        return missing;
    }
}
