package io.pilab.lab;

import java.util.List;

/**
 * The commands for the other end of an interface's cable, which its host runs as root: a managed switch's port.
 *
 * @param off what switches the port off; one line
 * @param on what switches it on again; harmless when it is on
 */
public record ManagedSwitch(ShellText off, ShellText on) {
    /** Characters of each; a fault puts a few more before it. */
    private static final int LONGEST = 900;

    public ManagedSwitch {
        for (ShellText command : List.of(off, on)) {
            if (command.text().length() > LONGEST) {
                throw new IllegalArgumentException("a switch's command has at most " + LONGEST + " characters");
            }
        }
    }
}
