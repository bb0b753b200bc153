package io.pilab.lab;

import java.nio.charset.StandardCharsets;

/** One line for a host's shell, exactly as the user wrote it. */
public record ShellText(String text) {
    private static final int LONGEST = 1000;

    public ShellText {
        if (text.isBlank() || text.length() > LONGEST || !text.chars().allMatch(c -> c >= ' ' && c != 0x7f)) {
            throw new IllegalArgumentException("a command is one line of 1 to " + LONGEST + " characters");
        }
    }

    /** Encodes each byte as three octal digits, which need no quoting anywhere. */
    public String encoded() {
        StringBuilder digits = new StringBuilder();
        for (byte b : text.getBytes(StandardCharsets.UTF_8)) {
            digits.append(String.format("%03o", b & 0xff));
        }
        return digits.toString();
    }
}
