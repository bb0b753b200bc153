package io.pilab.lab;

import java.util.List;

/**
 * The commands for the managed switch at the other end of an interface's cable. The host runs them as root.
 *
 * @param off the command that switches the port off; one line
 * @param on the command that switches it on; idempotent
 */
public record ManagedSwitch(ShellText off, ShellText on) {
    /** Longest command, in characters. A fault puts a few more before it. */
    private static final int LONGEST = 900;

    public ManagedSwitch {
        for (ShellText command : List.of(off, on)) {
            if (command.text().length() > LONGEST) {
                throw new IllegalArgumentException("a switch's command has at most " + LONGEST + " characters");
            }
        }
    }
}
