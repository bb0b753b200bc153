package io.pilab.report;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Text for a screen that is narrower than its lines. */
public final class Fold {
    private static final Pattern COLOUR = Pattern.compile("\u001b\\[[0-9;]*m");

    /** What stands before a line's own text: its indent, and a label that two blanks set apart. */
    private static final Pattern HEAD = Pattern.compile("( *)(\\S+(?: \\S+)* {2,})?");

    private Fold() {}

    /** Breaks lines at blanks so that they fit; what continues stands below the beginning of its line's text. */
    public static String to(String text, int columns) {
        String folded = text.lines().map(line -> line(line, columns)).collect(Collectors.joining("\n"));
        return text.endsWith("\n") ? folded + "\n" : folded;
    }

    private static String line(String line, int columns) {
        if (width(line) <= columns) {
            return line;
        }
        int indent = indent(COLOUR.matcher(line).replaceAll(""), columns);
        StringBuilder folded = new StringBuilder();
        StringBuilder now = new StringBuilder();
        for (String word : line.split("(?<=\\S)(?= )")) {
            if (width(now) + width(word) > columns && !now.toString().isBlank()) {
                folded.append(now).append('\n');
                now = new StringBuilder(" ".repeat(indent)).append(word.stripLeading());
            } else {
                now.append(word);
            }
        }
        return folded.append(now).toString();
    }

    private static int indent(String line, int columns) {
        Matcher head = HEAD.matcher(line);
        boolean labelled = head.lookingAt() && head.group(2) != null && head.end() <= columns / 2;
        return labelled ? head.end() : Math.min(head.end(1) + 2, columns / 2);
    }

    private static int width(CharSequence text) {
        return COLOUR.matcher(text).replaceAll("").length();
    }
}
