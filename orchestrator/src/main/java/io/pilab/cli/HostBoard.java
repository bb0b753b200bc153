package io.pilab.cli;

import java.io.PrintWriter;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What each host is at. On a terminal one line a host, rewritten in place and gone at the end; elsewhere a line for each
 * thing that happens.
 */
final class HostBoard implements AutoCloseable {
    /** How it is shown. */
    enum Mode {
        NONE,
        LINES,
        IN_PLACE
    }

    /** More lines than that may not fit on the screen, and what has scrolled away can not be rewritten. */
    private static final int MOST_LINES = 20;

    private static final int USUAL_COLUMNS = 80;

    private final PrintWriter err;
    private final Mode mode;
    private final int columns;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private final int width;
    private boolean drawn;

    /** @param columns of the terminal */
    HostBoard(PrintWriter err, List<String> hosts, Mode mode, int columns) {
        this.err = err;
        this.mode = mode == Mode.IN_PLACE && hosts.size() > MOST_LINES ? Mode.LINES : mode;
        this.columns = columns;
        this.width = hosts.stream().mapToInt(String::length).max().orElse(0);
        hosts.forEach(host -> lines.put(host, "waiting"));
    }

    /** As the options and the terminal are. */
    static HostBoard of(OutputOptions options, PrintWriter err, List<String> hosts) {
        Mode mode = options.quiet ? Mode.NONE : OutputOptions.errorsOnTerminal() ? Mode.IN_PLACE : Mode.LINES;
        String columns = System.getenv("COLUMNS");
        boolean known = columns != null && columns.matches("[1-9][0-9]{0,3}");
        return new HostBoard(err, hosts, mode, known ? Integer.parseInt(columns) : USUAL_COLUMNS);
    }

    /** A host is at something else now. */
    synchronized void tell(String host, String text) {
        lines.put(host, text);
        if (mode == Mode.LINES) {
            err.println(host + ": " + text);
            err.flush();
        } else if (mode == Mode.IN_PLACE) {
            erase();
            draw();
        }
    }

    /** Something that stays to be read, quiet or not. */
    synchronized void note(String text) {
        erase();
        err.println(text);
        if (drawn) {
            draw();
        }
        err.flush();
    }

    @Override
    public synchronized void close() {
        erase();
        drawn = false;
        err.flush();
    }

    private void erase() {
        if (drawn) {
            err.print("\u001b[" + lines.size() + "A\u001b[J");
        }
    }

    private void draw() {
        lines.forEach((host, text) -> err.println(fitting(host, text)));
        err.flush();
        drawn = true;
    }

    /** A line that is folded would take two, and the next one would be drawn over it. */
    private String fitting(String host, String text) {
        String line = host
                + " ".repeat(width - host.length() + 2)
                + text.lines().findFirst().orElse("");
        return line.substring(0, Math.min(line.length(), columns - 1));
    }
}
