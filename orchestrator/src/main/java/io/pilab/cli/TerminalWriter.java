package io.pilab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The writer of all output. It contains text of hosts, peers, records and files, so control characters and invisible
 * characters are shown as {@code \}{@code u001b}. pilab's own colours stay.
 */
final class TerminalWriter extends PrintWriter {
    /** Weights and colours that {@link io.pilab.report.Paint} and the help use. */
    private static final Pattern COLOUR =
            Pattern.compile("\u001b\\[(?:[0-4]|2[1-4]|3[1-69])(?:;(?:[0-4]|2[1-4]|3[1-69])){0,2}m");

    /** One column more still counts as a number. */
    private static final int UNLIMITED = Integer.MAX_VALUE - 1;

    private final Writer raw;

    private TerminalWriter(Writer raw, int longest) {
        super(new Filter(raw, longest), true);
        this.raw = raw;
    }

    /** For results, whose lines may have any length. */
    static TerminalWriter results(Writer raw) {
        return new TerminalWriter(raw, UNLIMITED);
    }

    /** For messages, in which long quotations are cut. */
    static TerminalWriter messages(Writer raw) {
        return new TerminalWriter(raw, 4000);
    }

    /** Moves the cursor or erases. Never called with text from outside. */
    static void control(PrintWriter to, String sequence) {
        to.flush();
        if (to instanceof TerminalWriter terminal) {
            try {
                terminal.raw.write(sequence);
                terminal.raw.flush();
            } catch (IOException e) {
                terminal.setError();
            }
        } else {
            to.print(sequence);
        }
    }

    /** The text as it is printed. */
    static String visible(String text) {
        StringBuilder visible = new StringBuilder(text.length());
        Matcher colour = COLOUR.matcher(text);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '\u001b' && colour.region(i, text.length()).lookingAt()) {
                visible.append(colour.group());
                i = colour.end() - 1;
            } else if (obeyed(c)) {
                visible.append(String.format("\\u%04x", (int) c));
            } else {
                visible.append(c);
            }
        }
        return visible.toString();
    }

    private static boolean obeyed(char c) {
        if (c == '\n' || c == '\t') {
            return false;
        }
        int type = Character.getType(c);
        return type == Character.CONTROL
                || type == Character.FORMAT
                || type == Character.LINE_SEPARATOR
                || type == Character.PARAGRAPH_SEPARATOR;
    }

    private static final class Filter extends Writer {
        private final Writer to;
        private final int longest;
        private int column;

        Filter(Writer to, int longest) {
            this.to = to;
            this.longest = longest;
        }

        @Override
        public void write(char[] text, int from, int length) throws IOException {
            String visible = visible(new String(text, from, length));
            for (int at = 0; at < visible.length(); ) {
                int end = visible.indexOf('\n', at) + 1;
                line(visible, at, end == 0 ? visible.length() : end);
                at = end == 0 ? visible.length() : end;
            }
        }

        private void line(String text, int from, int to) throws IOException {
            boolean ended = text.charAt(to - 1) == '\n';
            int length = to - from - (ended ? 1 : 0);
            int kept = Math.min(length, Math.max(0, longest - column));
            if (ended && kept == length) {
                this.to.write(text, from, length + 1);
                column = 0;
                return;
            }
            this.to.write(text, from, kept);
            if (kept < length && column <= longest) {
                this.to.write(" ...");
                column = longest + 1;
            } else {
                column = Math.min(column + kept, longest + 1);
            }
            if (ended) {
                this.to.write('\n');
                column = 0;
            }
        }

        @Override
        public void flush() throws IOException {
            to.flush();
        }

        @Override
        public void close() throws IOException {
            to.close();
        }
    }
}
