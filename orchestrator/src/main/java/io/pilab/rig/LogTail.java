package io.pilab.rig;

import java.util.ArrayDeque;
import java.util.Deque;

/** The last lines of a long log, for an error message. */
final class LogTail {
    private static final int LINES = 15;

    private final Deque<String> lines = new ArrayDeque<>();

    void add(String line) {
        lines.add(line);
        if (lines.size() > LINES) {
            lines.remove();
        }
    }

    String text() {
        return "  " + String.join("\n  ", lines);
    }
}
