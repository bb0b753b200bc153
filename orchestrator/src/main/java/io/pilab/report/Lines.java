package io.pilab.report;

import java.util.ArrayList;
import java.util.List;

/** Lines of a fixed width. */
final class Lines {
    /** Columns; a terminal of the usual size, and a build log, show them whole. */
    static final int WIDTH = 100;

    private Lines() {}

    /** Breaks text at blanks so that every line, the first after its head, ends within the width. */
    static List<String> wrapped(String head, String text) {
        List<String> lines = new ArrayList<>();
        String indent = " ".repeat(head.length());
        StringBuilder line = new StringBuilder(head);
        for (String word : text.split(" ")) {
            boolean first = line.length() == head.length();
            if (!first && line.length() + 1 + word.length() > WIDTH) {
                lines.add(line.toString());
                line = new StringBuilder(indent);
                first = true;
            }
            line.append(first ? "" : " ").append(word);
        }
        lines.add(line.toString().stripTrailing());
        return lines;
    }

    static String left(String text, int width) {
        return text + " ".repeat(Math.max(0, width - text.length()));
    }

    static String right(String text, int width) {
        return " ".repeat(Math.max(0, width - text.length())) + text;
    }
}
