package io.pilab.config;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Collects what is wrong with one file, so that all of it is said at once. */
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

    /** For a copy that another version may have written: keys that nobody asks for are passed over. */
    static Problems ofCopy(String file) {
        return new Problems(file, false);
    }

    /** Whether a key that nobody asks for is one. */
    boolean unknownKeys() {
        return unknownKeys;
    }

    void add(Place place, String message) {
        found.add(new Problem(file, place.line(), place.column(), printable(place.path()), printable(message)));
    }

    /** Words of the file are repeated in messages; what they hold must not reach a terminal as a control sequence. */
    private static String printable(String text) {
        return Invisible.shown(text).replaceAll("\\p{Cc}", "?");
    }

    /** Throws InvalidFileException with all of them, in the file's order, if there is any. */
    void throwIfAny() {
        if (!found.isEmpty()) {
            throw new InvalidFileException(
                    found.stream().distinct().sorted(FILE_ORDER).toList());
        }
    }
}
