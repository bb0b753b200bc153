package io.pilab.endings;

import io.pilab.endings.Cell.Outcome;
import java.util.Locale;
import java.util.Map;

/** The matrix for a reader, as a table of Markdown: seconds from the ending until both hosts were as before. */
final class MatrixTable {
    private MatrixTable() {}

    static String of(Map<Ending, Map<String, Outcome>> outcomes, Map<String, String> lacking) {
        StringBuilder text = new StringBuilder("| fault |");
        StringBuilder rule = new StringBuilder("|---|");
        for (Ending ending : Ending.values()) {
            text.append(' ').append(ending.label).append(" |");
            rule.append("---|");
        }
        text.append('\n').append(rule).append('\n');
        for (FaultRow row : FaultRow.ALL) {
            text.append("| `").append(row.kind()).append("` |");
            for (Ending ending : Ending.values()) {
                Outcome outcome = outcomes.getOrDefault(ending, Map.of()).get(row.kind());
                text.append(' ').append(cell(outcome)).append(" |");
            }
            text.append('\n');
        }
        lacking.forEach((fault, what) ->
                text.append(fault).append(" is not run: ").append(what).append('\n'));
        return text.toString();
    }

    private static String cell(Outcome outcome) {
        if (outcome == null) {
            return "-";
        }
        return outcome.problem().isEmpty() ? String.format(Locale.ROOT, "%.1f", outcome.seconds()) : "FAILED";
    }
}
