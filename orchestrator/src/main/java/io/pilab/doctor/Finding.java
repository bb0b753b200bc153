package io.pilab.doctor;

import java.util.Optional;

/**
 * What a check found on a host.
 *
 * @param value the measured value, for a reader
 * @param cure a command or another remedy; empty when nothing is wrong
 */
public record Finding(HostCheck check, Status status, String value, Optional<String> cure) {
    public static Finding ok(HostCheck check, String value) {
        return new Finding(check, Status.OK, value, Optional.empty());
    }

    public static Finding notApplicable(HostCheck check, String why) {
        return new Finding(check, Status.NOT_APPLICABLE, why, Optional.empty());
    }

    public static Finding unknown(HostCheck check, String why, String cure) {
        return new Finding(check, Status.UNKNOWN, why, Optional.of(cure));
    }

    public static Finding warning(HostCheck check, String value, String cure) {
        return new Finding(check, Status.WARNING, value, Optional.of(cure));
    }

    public static Finding failed(HostCheck check, String value, String cure) {
        return new Finding(check, Status.FAILED, value, Optional.of(cure));
    }

    public boolean failed() {
        return status == Status.FAILED;
    }

    /** Value and cure as sentences. */
    public String text() {
        return value.replaceFirst("\\.$", "") + cure.map(c -> ". " + c).orElse("");
    }
}
