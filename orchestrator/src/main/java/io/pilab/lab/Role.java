package io.pilab.lab;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a host does: a client sends, a server receives, a helper has no traffic. */
public enum Role {
    CLIENT,
    SERVER,
    /** Has no traffic of the trial: it controls a switch, or is a router on the path. */
    HELPER;

    /** The two hosts of a pair. */
    public static final List<Role> PAIR = List.of(CLIENT, SERVER);

    /** The name used in files: {@code client}, {@code server} or {@code helper}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The other host of a pair. */
    public Optional<Role> peer() {
        return PAIR.contains(this) ? Optional.of(this == CLIENT ? SERVER : CLIENT) : Optional.empty();
    }
}
