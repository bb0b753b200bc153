package io.pilab.doctor;

import java.util.Locale;

/** How a check ended; the worst of many is the maximum. */
public enum Status {
    /** The host has no such thing, so there is nothing to check. */
    NOT_APPLICABLE,
    OK,
    /** The host did not tell. */
    UNKNOWN,
    /** A run can be made; its result may suffer. */
    WARNING,
    /** A run cannot be made. */
    FAILED;

    /** {@code not-applicable}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
