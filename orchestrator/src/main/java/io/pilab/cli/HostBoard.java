package io.pilab.cli;

import io.pilab.app.HostProgress;
import io.pilab.remote.Watcher;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Shows what each host is doing. On a terminal each host has one line, rewritten in place and erased at the end.
 * Elsewhere each step is a line.
 */
final class HostBoard implements HostProgress, AutoCloseable {
    /** How the board is shown. */
    enum Mode {
        NONE,
        LINES,
        IN_PLACE
    }

    /** More lines may not fit on the screen, and lines that scrolled away cannot be rewritten. */
    private static final int MOST_LINES = 20;

    private final Screen screen;
    private final PrintWriter err;
    private final Mode mode;
    private final Map<String, String> lines = new LinkedHashMap<>();
    private final Map<String, Watcher.Activity> works = new HashMap<>();
    private final int width;
    private boolean drawn;

    HostBoard(Screen screen, List<String> hosts, Mode mode) {
        this.screen = screen;
        this.err = screen.err();
        this.mode = mode == Mode.IN_PLACE && hosts.size() > MOST_LINES ? Mode.LINES : mode;
        this.width = hosts.stream().mapToInt(String::length).max().orElse(0);
        hosts.forEach(host -> lines.put(host, "waiting"));
    }

    /** Chooses the way of showing by the options and the terminal. */
    static HostBoard of(OutputOptions options, Screen screen, List<String> hosts) {
        return new HostBoard(screen, hosts, options.quiet ? Mode.NONE : screen.inPlace() ? Mode.IN_PLACE : Mode.LINES);
    }

    /** A host begins something else. */
    @Override
    public synchronized void at(String host, String text) {
        Optional.ofNullable(works.put(host, screen.watcher().begin(host, text))).ifPresent(Watcher.Activity::close);
        show(host, text);
    }

    /** A host is done. */
    @Override
    public synchronized void ended(String host, String text) {
        Optional.ofNullable(works.remove(host)).ifPresent(Watcher.Activity::close);
        show(host, text);
    }

    private void show(String host, String text) {
        lines.put(host, text);
        if (mode == Mode.LINES) {
            err.println(host + ": " + text);
            err.flush();
        } else if (mode == Mode.IN_PLACE) {
            erase();
            draw();
        }
    }

    /** Prints a line that stays, also with {@code --quiet}. */
    @Override
    public synchronized void note(String text) {
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
            TerminalWriter.control(err, "\u001b[" + lines.size() + "A\u001b[J");
        }
    }

    private void draw() {
        lines.forEach((host, text) -> err.println(fitting(host, text)));
        err.flush();
        drawn = true;
    }

    /** Cuts a line to the terminal's width: a folded line would take two rows, and the next would overwrite it. */
    private String fitting(String host, String text) {
        String line = host
                + " ".repeat(width - host.length() + 2)
                + text.lines().findFirst().orElse("");
        return line.substring(0, Math.min(line.length(), screen.columns() - 1));
    }
}
