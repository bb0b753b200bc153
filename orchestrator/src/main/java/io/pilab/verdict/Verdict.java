package io.pilab.verdict;

import io.pilab.expectation.Expectation;
import io.pilab.expectation.Judgement;
import io.pilab.expectation.RunExpectation;
import io.pilab.expectation.TrialExpectation;
import io.pilab.lab.Arm;
import io.pilab.metrics.Failover;
import io.pilab.metrics.FailoverMetrics;
import io.pilab.metrics.Goodput;
import io.pilab.metrics.IntervalRow;
import io.pilab.metrics.Recovery;
import io.pilab.metrics.RunFigures;
import io.pilab.metrics.TrafficTimes;
import io.pilab.metrics.TrialFaults;
import io.pilab.metrics.TrialFigures;
import io.pilab.record.Outcome;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.scenario.Treatment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** From a record to its result; pure, so that it can be had again from the record alone. */
public final class Verdict {
    /** A scenario has no more; a damaged record may. */
    private static final int MOST_REPEATS = 1000;

    private Verdict() {}

    /** Judges every trial; the worst outcome is the run's, and a run that lacks one of its trials is BROKEN at best. */
    public static RunResult judge(Scenario scenario, List<TrialRecord> trials) {
        return judge(scenario, trials, List.of());
    }

    /**
     * Judges a run of which something is missing.
     *
     * @param gaps what it is; it makes the run BROKEN
     */
    public static RunResult judge(Scenario scenario, List<TrialRecord> trials, List<String> gaps) {
        List<TrialResult> results =
                trials.stream().map(t -> guarded(scenario, t)).toList();
        Map<Arm, List<TrialResult>> byArm = new LinkedHashMap<>();
        scenario.arms().forEach(arm -> byArm.put(arm, new ArrayList<>()));
        results.forEach(
                r -> byArm.computeIfAbsent(r.arm(), a -> new ArrayList<>()).add(r));
        byArm.values().removeIf(List::isEmpty);
        RunFigures figures = figures("", scenario, results);
        List<ExpectationResult> expectations = scenario.expectations().stream()
                .flatMap(e -> overRepeats(scenario, e, byArm, figures))
                .toList();
        List<Outcome> outcomes = new ArrayList<>();
        results.forEach(r -> outcomes.add(r.fitness()));
        expectations.forEach(e -> outcomes.add(e.outcome()));
        List<NotRun> notRun = NotRun.of(scenario, trials);
        if (trials.isEmpty() || !notRun.isEmpty() || !gaps.isEmpty()) {
            outcomes.add(Outcome.BROKEN);
        }
        List<ArmSummary> arms = byArm.entrySet().stream()
                .map(e -> ArmSummary.of(e.getKey(), e.getValue()))
                .toList();
        return new RunResult(
                Outcome.worst(outcomes), results, notRun, expectations, arms, ArmComparison.of(figures), gaps);
    }

    /** The figures of a run, by arm, each trial at its repeat; one that is missing has none. */
    public static RunFigures figures(String run, Scenario scenario, List<TrialResult> trials) {
        int arms = scenario.arms().size();
        Map<String, List<TrialFigures>> figures = new LinkedHashMap<>();
        scenario.arms().forEach(arm -> figures.put(arm.name(), new ArrayList<>()));
        for (TrialResult trial : trials) {
            List<TrialFigures> repeats = figures.computeIfAbsent(trial.arm().name(), a -> new ArrayList<>());
            int repeat = Math.min(MOST_REPEATS, Math.max(0, (trial.number() - 1) / arms));
            while (repeats.size() <= repeat) {
                repeats.add(TrialFigures.NONE);
            }
            repeats.set(repeat, trial.problem().isPresent() ? TrialFigures.NONE : TrialFigures.of(trial.metrics()));
        }
        figures.values().removeIf(List::isEmpty);
        return new RunFigures(run, figures);
    }

    private static Stream<ExpectationResult> overRepeats(
            Scenario scenario, Expectation expectation, Map<Arm, List<TrialResult>> byArm, RunFigures figures) {
        if (byArm.keySet().stream().noneMatch(expectation::concerns)) {
            return Stream.of(ExpectationResult.broken(expectation, "no trial of that arm"));
        }
        if (expectation instanceof RunExpectation whole) {
            return Stream.of(guarded(expectation, () -> whole.judge(figures, scenario.baseline())));
        }
        TrialExpectation each = (TrialExpectation) expectation;
        return byArm.entrySet().stream()
                .filter(e -> each.concerns(e.getKey()))
                .map(e -> OverRepeats.judge(
                        each,
                        e.getKey(),
                        e.getValue(),
                        asked(scenario, e.getKey()).indexOf(each)));
    }

    /** What is expected of each trial of an arm. */
    private static List<TrialExpectation> asked(Scenario scenario, Arm arm) {
        return scenario.expectations().stream()
                .filter(TrialExpectation.class::isInstance)
                .map(TrialExpectation.class::cast)
                .filter(e -> e.concerns(arm))
                .toList();
    }

    /** Judges one trial alone. */
    public static TrialResult of(Scenario scenario, TrialRecord trial) {
        return guarded(scenario, trial);
    }

    /** The analysis of one trial that fails is that trial's problem, and has no word on the others. */
    private static TrialResult guarded(Scenario scenario, TrialRecord trial) {
        try {
            return judge(scenario, trial);
        } catch (RuntimeException | StackOverflowError e) {
            String problem = "its analysis failed: " + e;
            return judge(scenario, TrialRecord.broken(trial.number(), trial.arm(), trial.path(), problem));
        }
    }

    private static TrialResult judge(Scenario scenario, TrialRecord trial) {
        Treatment treatment = scenario.treatment(trial.arm());
        TrafficTimes times = TrafficTimes.of(
                treatment.traffic().interval(), treatment.traffic().duration());
        Goodput goodput = Goodput.of(trial, times.interval(), times.end());
        TrafficErrors troubles = TrafficErrors.of(treatment, trial, goodput.series());
        FailoverMetrics metrics =
                Failover.measure(times, treatment.traffic().port(), targets(scenario), trial, goodput.series());
        List<Check> checks = new ArrayList<>();
        List<Fact> facts = new ArrayList<>();
        if (!goodput.series().isEmpty()) {
            checks.addAll(guarded("traffic", () -> List.of(TrafficCheck.of(treatment, trial, goodput.series()))));
            checks.addAll(guarded("faults", () -> FaultChecks.of(treatment, trial)));
            checks.addAll(guarded("protocol", () -> ProtocolChecks.of(treatment, trial)));
            checks.addAll(guarded("paths", () -> PathChecks.of(treatment, trial, metrics)));
            facts.addAll(ProtocolChecks.facts(treatment, trial));
            facts.addAll(PathChecks.facts(treatment, trial, metrics));
        }
        Optional<String> unfit = troubles.problem().or(() -> faultless(treatment, trial));
        List<ExpectationResult> expectations = asked(scenario, trial.arm()).stream()
                .map(e -> unfit.map(why -> ExpectationResult.broken(e, why))
                        .orElseGet(() -> guarded(e, () -> e.judge(metrics, times))))
                .toList();
        List<String> notes = new ArrayList<>(goodput.notes());
        notes.addAll(troubles.notes());
        return new TrialResult(
                trial.number(),
                trial.arm(),
                trial.path(),
                worst(troubles.problem(), checks, expectations),
                troubles.problem(),
                notes,
                metrics,
                checks,
                facts,
                expectations,
                IntervalRow.of(trial, times.interval(), times.end()));
    }

    /** A check that fails is BROKEN with its reason, and the rest of the verdict stands. */
    static List<Check> guarded(String name, Supplier<List<Check>> checks) {
        try {
            return checks.get();
        } catch (RuntimeException | StackOverflowError e) {
            return List.of(new Check(name, Outcome.BROKEN, "the check failed: " + e));
        }
    }

    private static ExpectationResult guarded(Expectation expectation, Supplier<Judgement> judge) {
        try {
            return ExpectationResult.of(expectation, judge.get());
        } catch (RuntimeException | StackOverflowError e) {
            return ExpectationResult.broken(expectation, "the expectation failed: " + e);
        }
    }

    private static Set<Recovery.RecoveryTarget> targets(Scenario scenario) {
        return scenario.expectations().stream().flatMap(e -> e.needs().stream()).collect(Collectors.toSet());
    }

    private static Optional<String> faultless(Treatment treatment, TrialRecord trial) {
        boolean missing = treatment.timeline().first().isPresent()
                && TrialFaults.of(trial).first().isEmpty();
        return missing ? Optional.of("the fault never happened") : Optional.empty();
    }

    private static Outcome worst(Optional<String> problem, List<Check> checks, List<ExpectationResult> expectations) {
        return Outcome.worst(Stream.concat(
                        Stream.of(TrialResult.fitness(problem, checks)),
                        expectations.stream().map(ExpectationResult::outcome))
                .toList());
    }
}
