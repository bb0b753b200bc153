package io.pilab.report;

import io.pilab.statistics.Spread;
import io.pilab.verdict.ArmComparison;
import io.pilab.verdict.ArmSummary;
import io.pilab.verdict.ExpectationResult;
import io.pilab.verdict.RunResult;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** For pull requests and wikis: summary.md, in GitHub's Markdown. */
record MarkdownReport() implements ReportFormat {
    @Override
    public String name() {
        return "markdown";
    }

    @Override
    public String fileName() {
        return "summary.md";
    }

    @Override
    public String render(JudgedRun judged) {
        RunResult result = judged.result();
        List<String> lines = new ArrayList<>();
        lines.add("### pilab " + cell(judged.run().scenario()) + ": "
                + result.outcome().name());
        lines.add("");
        lines.add("Run " + cell(judged.run().run()) + ", lab "
                + cell(judged.run().lab()) + ", " + result.trials().size() + " trials.");
        result.gaps().forEach(g -> lines.add("Missing: " + cell(g)));
        if (!result.expectations().isEmpty()) {
            lines.addAll(List.of("", "| outcome | expectation | |", "|---|---|---|"));
            result.expectations().forEach(e -> lines.add(row(e)));
        }
        lines.addAll(List.of(
                "",
                "| arm | trials | survived | mean rate | longest stall, at least | back to 90%, at most after |",
                "|---|---|---|---|---|---|"));
        result.arms().forEach(a -> lines.add(row(a)));
        for (ArmComparison comparison : result.comparisons()) {
            lines.addAll(List.of(
                    "",
                    "| " + cell(comparison.arm() + " against " + comparison.against()) + " | | |",
                    "|---|---|---|"));
            lines.addAll(ComparisonTable.rows(comparison).stream()
                    .map(row -> "| "
                            + String.join(
                                    " | ",
                                    row.stream().map(MarkdownReport::cell).toList()) + " |")
                    .toList());
        }
        List<String> unfit = result.trials().stream()
                .flatMap(t -> t.problem().map(p -> "- trial " + t.number() + ": " + cell(p)).stream())
                .toList();
        if (!unfit.isEmpty()) {
            lines.add("");
            lines.addAll(unfit);
        }
        return String.join("\n", lines) + "\n";
    }

    private static String row(ExpectationResult expectation) {
        return "| " + expectation.outcome().name() + " | " + cell(expectation.expectation()) + " | "
                + cell(expectation.detail()) + " |";
    }

    private static String row(ArmSummary arm) {
        return "| " + cell(arm.arm().name()) + " | " + arm.trials() + " | " + arm.survived() + " of "
                + arm.survivalKnown() + " | " + spread(arm.meanRate(), 1e6, 1, " Mbit/s") + " | "
                + spread(arm.longestStallAtLeast(), 1, 2, " s") + " | "
                + spread(arm.recoveryAtMost(), 1, 2, " s") + " |";
    }

    private static String spread(Optional<Spread> spread, double unit, int decimals, String name) {
        return spread.map(s -> ArmTable.number(s.median() / unit, decimals)
                        + (Double.isInfinite(s.median()) ? "" : name)
                        + s.confidence()
                                .filter(c -> Double.isFinite(c.low()))
                                .map(c -> " (" + ArmTable.number(c.low() / unit, decimals) + " to "
                                        + ArmTable.number(c.high() / unit, decimals) + ")")
                                .orElse(""))
                .orElse("");
    }

    /** A host's words stay words in a table. */
    private static String cell(String text) {
        return text.replaceAll("[\\p{Cntrl}]", " ").replaceAll("([\\\\`*_{}\\[\\]<>#|])", "\\\\$1");
    }
}
