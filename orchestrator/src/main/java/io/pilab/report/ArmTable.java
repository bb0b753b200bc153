package io.pilab.report;

import io.pilab.metrics.Figures;
import io.pilab.statistics.Spread;
import io.pilab.verdict.ArmSummary;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/** The arms over their repeats, a line an arm. */
final class ArmTable {
    private static final List<String> HEAD =
            List.of("over repeats", "survived", "mean rate, Mbit/s", "longest stall, s", "back to 90%, s");
    private static final String NEVER = "never";

    private ArmTable() {}

    static List<String> render(List<ArmSummary> arms, Paint paint) {
        List<List<String>> rows = new ArrayList<>(List.of(HEAD));
        arms.forEach(arm -> rows.add(row(arm)));
        int[] widths = IntStream.range(0, HEAD.size())
                .map(i ->
                        rows.stream().mapToInt(row -> row.get(i).length()).max().orElse(0))
                .toArray();
        List<String> lines = new ArrayList<>();
        for (List<String> row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.size(); i++) {
                line.append(i == 0 ? "" : "  ").append(Lines.left(row.get(i), widths[i]));
            }
            lines.add(line.toString().stripTrailing());
        }
        lines.set(0, paint.bold(lines.get(0)));
        boolean intervals = arms.stream()
                .flatMap(a -> a.meanRate().stream())
                .anyMatch(s -> s.confidence().isPresent());
        lines.add(
                intervals
                        ? "Median and its 95% interval. A stall lasted at least that long, a recovery at most."
                        : "Median, lowest to highest: too few repeats for an interval, it takes six.");
        return lines;
    }

    private static List<String> row(ArmSummary arm) {
        return List.of(
                "  " + arm.arm().name(),
                arm.survived() + " of " + arm.survivalKnown(),
                spread(arm.meanRate(), 1e6, 1),
                spread(arm.longestStallAtLeast(), 1, 2),
                spread(arm.recoveryAtMost(), 1, 2));
    }

    private static String spread(Optional<Spread> figure, double unit, int decimals) {
        return figure.map(s -> {
                    String low = number(s.confidence().map(c -> c.low()).orElse(s.minimum()) / unit, decimals);
                    String high = number(s.confidence().map(c -> c.high()).orElse(s.maximum()) / unit, decimals);
                    String median = number(s.median() / unit, decimals);
                    return median.equals(NEVER) && low.equals(NEVER) ? NEVER : median + " (" + low + "-" + high + ")";
                })
                .orElse("-");
    }

    /** What did not come back is infinite. */
    static String number(double value, int decimals) {
        return Double.isInfinite(value) ? NEVER : Figures.fixed(value, decimals);
    }
}
