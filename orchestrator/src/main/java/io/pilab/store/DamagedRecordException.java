package io.pilab.store;

import java.nio.file.Path;

/** A file of a run cannot be read. The message names the file and the line. */
public final class DamagedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;
    private static final int LONGEST = 500;

    DamagedRecordException(Path file, String what) {
        super(printable(file + ": " + what));
    }

    DamagedRecordException(Path file, int line, String what) {
        super(printable(file + ":" + line + ": " + what));
    }

    /** Replaces control characters, since messages quote the file and reach a terminal. */
    private static String printable(String text) {
        String plain = text.replaceAll("[\\p{Cc}\\p{Cf}]", "?");
        return plain.length() <= LONGEST ? plain : plain.substring(0, LONGEST) + "...";
    }
}
