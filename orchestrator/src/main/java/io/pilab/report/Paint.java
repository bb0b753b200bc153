package io.pilab.report;

import io.pilab.record.Outcome;

/** Colours by ANSI escapes, or none; never the only bearer of a meaning. */
public enum Paint {
    PLAIN(false),
    ANSI(true);

    private static final String RESET = "\u001b[0m";

    private final boolean colours;

    Paint(boolean colours) {
        this.colours = colours;
    }

    public static Paint of(boolean coloured) {
        return coloured ? ANSI : PLAIN;
    }

    public String bold(String text) {
        return in("1", text);
    }

    public String faint(String text) {
        return in("2", text);
    }

    public String alert(String text) {
        return in("1;33", text);
    }

    /** An outcome, in five columns or more. */
    public String outcome(Outcome outcome, String text) {
        return switch (outcome) {
            case PASS -> in("32", text);
            case SKIPPED -> in("2", text);
            case BROKEN -> in("33", text);
            case FAIL -> in("1;31", text);
        };
    }

    private String in(String code, String text) {
        return colours ? "\u001b[" + code + "m" + text + RESET : text;
    }
}
