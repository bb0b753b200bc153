package io.pilab.lab;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The protocol that a trial measures. */
public enum Arm {
    MPTCP,
    /** Plain TCP, bound to the interface that the scenario disturbs: over another one it would not notice the fault. */
    TCP;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The one of that label; empty: this version knows none. */
    public static Optional<Arm> of(String label) {
        return Arrays.stream(values()).filter(arm -> arm.label().equals(label)).findFirst();
    }
}
