package io.pilab.cli;

import io.pilab.remote.Watcher;
import io.pilab.report.Fold;
import io.pilab.time.Time;
import java.io.PrintWriter;
import java.io.Writer;
import java.time.Duration;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The output of a command, which is never silent for long. When nothing was printed for a while, a line on standard error
 * says what is in progress, and since when. On a terminal that line is redrawn, and erased before anything else is
 * printed. Elsewhere it is an ordinary line, printed when something new begins and now and then.
 */
final class Screen {
    /** A terminal that is silent for two seconds looks hung. A file needs fewer lines. */
    private static final Duration SILENCE_ON_TERMINAL = Duration.ofSeconds(1);

    private static final Duration SILENCE_ELSEWHERE = Duration.ofSeconds(2);
    private static final Duration REDRAWN = Duration.ofMillis(900);
    private static final Duration REPEATED = Duration.ofSeconds(10);
    private static final Duration LOOK = Duration.ofMillis(250);
    private static final int LONGEST = 200;
    private static final int USUAL_COLUMNS = 80;
    private static final Pattern CONTROL = Pattern.compile("\\u001b\\[[0-9;]*[A-Za-z]|[\\p{Cc}\\p{Cf}]");

    private final PrintWriter out;
    private final PrintWriter err;
    private final PrintWriter terminal;
    private final boolean inPlace;
    private final int columns;
    private final LongSupplier clock;
    private final Activities activities;
    private long printed;
    private long ticked;
    private String lastTick = "";
    private String line = "";
    private boolean unfinished;
    private boolean drawn;
    private int silent = 1;

    /**
     * @param inPlace whether standard error is a terminal
     * @param columns of the terminal
     * @param clock monotonic time in nanoseconds
     */
    Screen(PrintWriter out, PrintWriter err, boolean inPlace, int columns, LongSupplier clock) {
        this.clock = clock;
        this.activities = new Activities(clock);
        this.inPlace = inPlace;
        this.columns = columns;
        this.printed = clock.getAsLong();
        this.terminal = err;
        this.out = TerminalWriter.results(new ScreenWriter(out));
        this.err = TerminalWriter.messages(new ScreenWriter(err));
    }

    /** A screen that is no terminal, with one stream for both. */
    static Screen plain(PrintWriter writer) {
        return new Screen(writer, writer, false, USUAL_COLUMNS, Time.real()::nanoTime);
    }

    /** A screen as the launcher describes standard error. */
    static Screen usual(PrintWriter out, PrintWriter err) {
        String columns = Environment.variables().get("COLUMNS");
        boolean known = columns != null && columns.matches("[1-9][0-9]{0,3}");
        int width = known ? Integer.parseInt(columns) : USUAL_COLUMNS;
        return new Screen(out, err, OutputOptions.errorsOnTerminal(), width, Time.real()::nanoTime);
    }

    PrintWriter out() {
        return out;
    }

    PrintWriter err() {
        return err;
    }

    boolean inPlace() {
        return inPlace;
    }

    int columns() {
        return columns;
    }

    /** The writer for a result: with control characters made visible on a terminal, unchanged elsewhere. */
    String fitting(String result) {
        return OutputOptions.onTerminal() ? Fold.to(result, columns) : result;
    }

    /** The clock that measures silence. */
    long nanoTime() {
        return clock.getAsLong();
    }

    /** Sets what the line says. */
    Watcher watcher() {
        return activities;
    }

    /** The same, for a text that changes during the work. */
    Watcher.Activity begin(String where, Supplier<String> what) {
        return activities.begin(where, what);
    }

    /** Shows progress while the work runs, unless the command is quiet. */
    <T> T during(boolean quiet, Supplier<T> work) {
        if (quiet) {
            return work.get();
        }
        Thread ticker = new Thread(this::tickUntilInterrupted, "progress");
        ticker.setDaemon(true);
        adjust(-1);
        ticker.start();
        try {
            return work.get();
        } finally {
            ticker.interrupt();
            adjust(1);
        }
    }

    /** Gives up the terminal to a question or to another program. */
    <T> T leave(Supplier<T> work) {
        adjust(1);
        try {
            return work.get();
        } finally {
            backFrom();
        }
    }

    /** Takes the terminal back. What was shown meanwhile counts as printed. */
    private synchronized void backFrom() {
        printed = clock.getAsLong();
        adjust(-1);
    }

    private synchronized void adjust(int by) {
        erase();
        silent += by;
    }

    private void tickUntilInterrupted() {
        try {
            while (true) {
                Time.real().sleep(LOOK);
                tick();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Checks for a long silence. */
    synchronized void tick() {
        long now = clock.getAsLong();
        Duration silence = inPlace ? SILENCE_ON_TERMINAL : SILENCE_ELSEWHERE;
        if (silent > 0 || unfinished || now - printed < silence.toNanos()) {
            return;
        }
        String going = activities.text();
        boolean news = !going.isEmpty() && !withoutNumbers(going).equals(withoutNumbers(lastTick));
        long since = now - Math.max(ticked, printed);
        if (inPlace ? !drawn || now - ticked >= REDRAWN.toNanos() : news || since >= REPEATED.toNanos()) {
            draw(CONTROL.matcher(going.isEmpty() ? still(now) : going).replaceAll(""), now);
        }
    }

    private String still(long now) {
        return (line.isBlank() ? "working" : line.strip()) + " ... "
                + Duration.ofNanos(now - printed).toSeconds() + " s";
    }

    private void draw(String text, long now) {
        if (inPlace) {
            terminal.print("\r\u001b[K" + text.substring(0, Math.min(text.length(), columns - 1)));
            drawn = true;
        } else {
            terminal.println(text);
        }
        terminal.flush();
        ticked = now;
        lastTick = text;
    }

    private void erase() {
        if (drawn) {
            terminal.print("\r\u001b[K");
            terminal.flush();
            drawn = false;
        }
    }

    private static String withoutNumbers(String text) {
        return text.replaceAll("[0-9]+", "");
    }

    private synchronized void print(PrintWriter to, char[] text, int from, int length) {
        erase();
        to.write(text, from, length);
        remember(String.valueOf(text, from, length));
        printed = clock.getAsLong();
    }

    /** The last line, which may arrive in pieces. */
    private void remember(String text) {
        String all = (unfinished ? line : "") + text;
        String ended = all.stripTrailing();
        String last = ended.substring(ended.lastIndexOf('\n') + 1);
        line = last.substring(0, Math.min(last.length(), LONGEST));
        unfinished = !text.endsWith("\n");
    }

    private final class ScreenWriter extends Writer {
        private final PrintWriter to;

        ScreenWriter(PrintWriter to) {
            this.to = to;
        }

        @Override
        public void write(char[] text, int from, int length) {
            if (length > 0) {
                print(to, text, from, length);
            }
        }

        @Override
        public void flush() {
            to.flush();
        }

        @Override
        public void close() {
            to.close();
        }
    }
}
