package io.pilab.report;

import io.pilab.expectation.Expectation;
import io.pilab.expectation.RunExpectation;
import io.pilab.record.HostFacts;
import io.pilab.record.Outcome;
import io.pilab.record.RunRecord;
import io.pilab.record.TrialRecord;
import io.pilab.scenario.Scenario;
import io.pilab.verdict.ArmSummary;
import io.pilab.verdict.Check;
import io.pilab.verdict.ExpectationResult;
import io.pilab.verdict.NotRun;
import io.pilab.verdict.RunResult;
import io.pilab.verdict.TrialResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** For people: every trial with its table and its evidence, the comparison of the arms, the verdict. */
public record ConsoleReport(ConsoleOptions options) {
    /** The whole text, with its last line's end. */
    public String render(JudgedRun judged) {
        RunRecord run = judged.run();
        Scenario scenario = judged.scenario();
        List<TrialRecord> trials = judged.trials();
        RunResult result = judged.result();
        Paint paint = Paint.of(options.coloured());
        List<String> lines = new ArrayList<>(head(run, paint));
        int of = trials.size() + result.notRun().size();
        boolean whole = options.details() || scenario.repeat() == 1;
        if (!whole) {
            lines.add("");
            TrialLine line = TrialLine.of(scenario, options.coloured());
            result.trials().stream()
                    .filter(t -> t.fitness() != Outcome.PASS)
                    .forEach(t -> lines.addAll(Lines.wrapped("", line.render(t))));
        }
        for (int i = 0; whole && i < trials.size(); i++) {
            lines.add("");
            lines.addAll(new TrialText(
                            scenario.treatment(trials.get(i).arm()).traffic(),
                            trials.get(i),
                            result.trials().get(i),
                            paint)
                    .render(of));
        }
        for (NotRun missing : result.notRun()) {
            if (whole) {
                lines.add("");
            }
            lines.add(paint.bold(notRun(missing, of)));
        }
        lines.add("");
        if (result.arms().stream().anyMatch(a -> a.trials() > 1)) {
            lines.addAll(ArmTable.render(result.arms(), paint));
        } else if (!result.arms().isEmpty()) {
            String comparison = result.arms().stream().map(ArmSummary::sentence).collect(Collectors.joining("; "));
            lines.addAll(Lines.wrapped("", comparison));
        }
        lines.addAll(ComparisonTable.render(result, paint));
        result.gaps().forEach(g -> lines.addAll(Lines.wrapped("missing: ", g)));
        List<String> blog = BlogComparison.render(scenario, result);
        if (!blog.isEmpty()) {
            lines.add("");
            blog.forEach(line -> lines.addAll(line.startsWith(" ") ? List.of(line) : Lines.wrapped("", line)));
            lines.add("");
        }
        expectations(scenario, result).forEach(e -> lines.addAll(expectation(e, paint)));
        lines.addAll(verdict(result, scenario.repeat() > 1, paint));
        options.runDirectory().ifPresent(d -> lines.add("run directory: " + d));
        return String.join("\n", lines) + "\n";
    }

    private static List<String> head(RunRecord run, Paint paint) {
        List<String> lines = new ArrayList<>();
        lines.add(paint.bold("run " + run.run()));
        lines.add("scenario " + run.scenario() + "  lab " + run.lab() + "  started " + run.started() + "  pilab "
                + run.pilabVersion() + " (" + run.commit() + ")");
        run.hosts().values().stream()
                .sorted(Comparator.comparing(HostFacts::host))
                .forEach(h -> lines.addAll(Lines.wrapped(
                        h.host() + ": ",
                        h.operatingSystem() + ", kernel " + h.kernel() + ", " + h.architecture()
                                + h.iperf3().stream()
                                        .map(i -> ", " + i.path() + " " + i.version())
                                        .collect(Collectors.joining()))));
        return lines;
    }

    private static String notRun(NotRun trial, int of) {
        return "trial " + trial.number() + "/" + of + "  " + trial.arm().name() + "  was not run";
    }

    /** Without repeats the trials have said what is expected of each. */
    private static List<ExpectationResult> expectations(Scenario scenario, RunResult result) {
        List<String> whole = scenario.expectations().stream()
                .filter(RunExpectation.class::isInstance)
                .map(Expectation::title)
                .toList();
        return result.expectations().stream()
                .filter(e -> scenario.repeat() > 1 || whole.contains(e.expectation()))
                .toList();
    }

    private static List<String> expectation(ExpectationResult expectation, Paint paint) {
        String outcome =
                Lines.left(expectation.outcome().name(), Outcome.BROKEN.name().length());
        List<String> lines = Lines.wrapped(outcome + "  ", expectation.sentence());
        lines.set(
                0, paint.outcome(expectation.outcome(), outcome) + lines.get(0).substring(outcome.length()));
        return lines;
    }

    private static List<String> verdict(RunResult result, boolean repeated, Paint paint) {
        String head = "verdict: " + result.outcome().name();
        List<String> lines = Lines.wrapped(head + "  ", reason(result, repeated));
        lines.set(0, paint.outcome(result.outcome(), head) + lines.get(0).substring(head.length()));
        return lines;
    }

    private static String reason(RunResult result, boolean repeated) {
        if (result.trials().isEmpty()) {
            return result.gaps().stream().findFirst().orElse("there is no trial");
        }
        String missing = result.notRun().stream()
                .map(t -> "trial " + t.number() + " (" + t.arm().name() + ")")
                .collect(Collectors.joining(", ", "not run: ", ""));
        if (result.outcome() == Outcome.PASS) {
            return result.expectations().isEmpty()
                    ? "no expectation was given, every check is good"
                    : "every expectation held";
        }
        return result.trials().stream()
                .flatMap(t -> worst(t, result.outcome(), repeated).stream())
                .findFirst()
                .or(() -> Optional.of(missing)
                        .filter(m -> result.outcome() == Outcome.BROKEN
                                && !result.notRun().isEmpty()))
                .or(() -> result.expectations().stream()
                        .filter(e -> e.outcome() == result.outcome())
                        .findFirst()
                        .map(ExpectationResult::sentence))
                .or(() -> result.gaps().stream().findFirst())
                .orElse("");
    }

    /** Of repeats one alone does not decide what is expected of them all. */
    private static Optional<String> worst(TrialResult trial, Outcome outcome, boolean repeated) {
        List<String> reasons = new ArrayList<>();
        if (outcome == Outcome.BROKEN) {
            trial.problem().ifPresent(reasons::add);
        }
        trial.checks().stream()
                .filter(c -> c.outcome() == outcome)
                .map(Check::sentence)
                .forEach(reasons::add);
        trial.expectations().stream()
                .filter(e -> !repeated && e.outcome() == outcome)
                .map(ExpectationResult::sentence)
                .forEach(reasons::add);
        return reasons.stream().findFirst().map(r -> "trial " + trial.number() + ", " + r);
    }
}
