package io.pilab.plan;

import java.util.Locale;

/** The phases of a run, in order. RESTORE and VERIFY always run once ARM has begun. */
public enum Phase {
    CONNECT,
    PREFLIGHT,
    PROVISION,
    SNAPSHOT,
    ARM,
    CONFIGURE,
    MEASURE,
    COLLECT,
    RESTORE,
    VERIFY;

    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
