package io.pilab.report;

import io.pilab.metrics.Measure;
import io.pilab.statistics.ComparisonText;
import io.pilab.verdict.ArmComparison;
import io.pilab.verdict.ArmComparison.ComparedFigure;
import io.pilab.verdict.ArmComparison.Survival;
import io.pilab.verdict.RunResult;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The arms compared with the first one, a line a figure. */
final class ComparisonTable {
    private static final int FIGURE = Arrays.stream(Measure.values())
            .mapToInt(m -> m.words().length())
            .max()
            .orElse(0);
    private static final int CONCLUSION = "undetermined".length();

    private ComparisonTable() {}

    /** Nothing without repeats. */
    static List<String> render(RunResult result, Paint paint) {
        List<String> lines = new ArrayList<>();
        for (ArmComparison comparison : result.comparisons()) {
            lines.add("");
            lines.add(paint.bold(title(comparison)));
            rows(comparison).forEach(row -> lines.addAll(Lines.wrapped(head(row.get(0), row.get(1)), row.get(2))));
        }
        return lines;
    }

    /** Names both arms, and how much can be said. */
    private static String title(ArmComparison comparison) {
        boolean intervals = comparison.figures().stream()
                .anyMatch(f -> f.comparison().interval().isPresent());
        return comparison.arm() + " against " + comparison.against()
                + (intervals ? ", by repeats (95% interval)" : ", by repeats (too few for an interval, it takes six)");
    }

    /** Of each figure its name, what is concluded, and the numbers. */
    static List<List<String>> rows(ArmComparison comparison) {
        List<List<String>> rows = new ArrayList<>();
        comparison.survival().ifPresent(s -> rows.add(List.of("survival", word(s), text(s))));
        comparison.figures().forEach(f -> rows.add(List.of(f.measure().words(), word(f), f.text())));
        return rows;
    }

    private static String head(String figure, String conclusion) {
        return "  " + Lines.left(figure, FIGURE) + "  " + Lines.left(conclusion, CONCLUSION) + "  ";
    }

    private static String word(Survival survival) {
        return switch (survival.sign()) {
            case 1 -> "more often";
            case -1 -> "less often";
            default -> survival.only() + survival.onlyAgainst() == 0 ? "alike" : "undetermined";
        };
    }

    private static String text(Survival survival) {
        return "alone in " + survival.only() + ", the other alone in " + survival.onlyAgainst() + " of "
                + survival.repeats() + " repeats, p " + ComparisonText.chance(survival.chance());
    }

    private static String word(ComparedFigure figure) {
        return switch (figure.sign()) {
            case 1 -> figure.measure().rate() ? "higher" : "longer";
            case -1 -> figure.measure().rate() ? "lower" : "shorter";
            default -> "undetermined";
        };
    }
}
