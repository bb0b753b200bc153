package io.pilab.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** What a trial measures. */
public enum Protocol {
    MPTCP,
    /** Plain TCP, over one interface alone. */
    TCP;

    /** Its name in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that label; empty: this version knows none. */
    public static Optional<Protocol> of(String label) {
        return Arrays.stream(values())
                .filter(protocol -> protocol.label().equals(label))
                .findFirst();
    }
}
