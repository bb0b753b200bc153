package io.pilab.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects the problems of a file, so that all of them are reported at once. */
final class Problems {
    private static final Comparator<Problem> FILE_ORDER =
            Comparator.comparingInt(Problem::line).thenComparingInt(Problem::column);

    private final String file;
    private final boolean unknownKeys;
    private final List<Problem> found = new ArrayList<>();

    Problems(String file) {
        this(file, true);
    }

    private Problems(String file, boolean unknownKeys) {
        this.file = file;
        this.unknownKeys = unknownKeys;
    }

    /** For a copy that another version may have written: unknown keys are ignored. */
    static Problems ofCopy(String file) {
        return new Problems(file, false);
    }

    /** Whether an unknown key is a problem. */
    boolean unknownKeys() {
        return unknownKeys;
    }

    void add(Place place, String message) {
        found.add(new Problem(file, place.line(), place.column(), printable(place.path()), printable(message)));
    }

    /** Replaces control characters, since messages quote the file and reach a terminal. */
    private static String printable(String text) {
        return Invisible.shown(text).replaceAll("\\p{Cc}", "?");
    }

    /** Throws InvalidFileException with all problems in the file's order, if there are any. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidFileException(
                    found.stream().distinct().sorted(FILE_ORDER).toList());
        }
    }
}
