package io.pilab.remote;

import java.nio.charset.StandardCharsets;

/**
 * How a command ended.
 *
 * @param exitCode 0 to 255; 128 + n when signal n ended it
 * @param around what somebody else, as the login shell's profile, wrote on standard output before the command or after it
 */
public record CommandResult(int exitCode, byte[] stdout, byte[] stderr, String around) {
    /** Where nobody else wrote anything. */
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
