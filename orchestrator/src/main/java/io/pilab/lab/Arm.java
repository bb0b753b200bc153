package io.pilab.lab;

import java.util.Locale;

/** The protocol that a trial measures. */
public enum Arm {
    MPTCP,
    /** Plain TCP, bound to the interface that the scenario disturbs: over another one it would not notice the fault. */
    TCP;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
