package io.pilab.report;

import java.util.List;
import java.util.stream.Collectors;

/** Lines of RFC 4180, but with line feeds only. */
final class Csv {
    private static final String SPECIAL = "\",\r\n";

    private Csv() {}

    static String line(List<String> cells) {
        return cells.stream().map(Csv::quoted).collect(Collectors.joining(",")) + "\n";
    }

    private static String quoted(String cell) {
        return cell.chars().anyMatch(c -> SPECIAL.indexOf(c) >= 0) ? '"' + cell.replace("\"", "\"\"") + '"' : cell;
    }
}
