package io.pilab.store;

import java.nio.file.Path;

/** A file of a run can not be read; the message names it, and the line. */
public final class DamagedRecordException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    DamagedRecordException(Path file, String what) {
        super(file + ": " + what);
    }

    DamagedRecordException(Path file, int line, String what) {
        super(file + ":" + line + ": " + what);
    }
}
