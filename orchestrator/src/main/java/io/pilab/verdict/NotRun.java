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
        List<Arm> planned = scenario.trials();
        for (int number = 1; number <= planned.size(); number++) {
            if (!recorded.contains(number)) {
                missing.add(new NotRun(number, planned.get(number - 1)));
            }
        }
        return missing;
    }
}
