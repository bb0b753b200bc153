package io.pilab.doctor;

import java.util.Locale;

/** The status of a check. The status of several checks is their maximum. */
public enum Status {
    /** The check does not apply to this host. */
    NOT_APPLICABLE,
    OK,
    /** The host gave no answer. */
    UNKNOWN,
    /** A run can be made, but its result may suffer. */
    WARNING,
    /** A run cannot be made. */
    FAILED;

    /** {@code not-applicable}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
