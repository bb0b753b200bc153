package io.pilab.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where everything that we print goes through. What hosts, peers, records and files say is part of it: characters that a
 * terminal obeys, or that hide what stands there, become visible as {@code \}{@code u001b}. Our own colours stay.
 */
final class TerminalWriter extends PrintWriter {
    /** Weights and colours in which a text can be read, as {@link io.pilab.report.Paint} and the help have them. */
    private static final Pattern COLOUR =
            Pattern.compile("\u001b\\[(?:[0-4]|2[1-4]|3[1-69])(?:;(?:[0-4]|2[1-4]|3[1-69])){0,2}m");

    /** Columns; one more is a number still. */
    private static final int UNLIMITED = Integer.MAX_VALUE - 1;

    private final Writer raw;

    private TerminalWriter(Writer raw, int longest) {
        super(new Filter(raw, longest), true);
        this.raw = raw;
    }

    /** For results: a line may be as long as it is. */
    static TerminalWriter results(Writer raw) {
        return new TerminalWriter(raw, UNLIMITED);
    }

    /** For messages: what is quoted in them is cut where nobody would read on. */
    static TerminalWriter messages(Writer raw) {
        return new TerminalWriter(raw, 4000);
    }

    /** Moves the cursor, or erases; never with a text that somebody else made. */
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
