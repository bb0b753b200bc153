package io.pilab.remote;

import java.nio.charset.StandardCharsets;

/**
 * The result of a command.
 *
 * @param exitCode 0 to 255; 128 + n when signal n ended it
 * @param around what the login shell's profile or another program wrote on standard output around the command's own
 */
public record CommandResult(int exitCode, byte[] stdout, byte[] stderr, String around) {
    /** A result with nothing around it. */
    public CommandResult(int exitCode, byte[] stdout, byte[] stderr) {
        this(exitCode, stdout, stderr, "");
    }

    public boolean succeeded() {
        return exitCode == 0;
    }

    /** Standard output as UTF-8. */
    public String text() {
        return new String(stdout, StandardCharsets.UTF_8);
    }

    /** Standard error as UTF-8. */
    public String errorText() {
        return new String(stderr, StandardCharsets.UTF_8);
    }
}
