package io.pilab.lab;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What a host does: the client of a pair sends, its server receives, a helper stands beside them. */
public enum Role {
    CLIENT,
    SERVER,
    /** No traffic of ours: what a switch is controlled from, a router on the path. */
    HELPER;

    /** The two of a pair. */
    public static final List<Role> PAIR = List.of(CLIENT, SERVER);

    /** The name used in files: {@code client}, {@code server} or {@code helper}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The other one of a pair. */
    public Optional<Role> peer() {
        return PAIR.contains(this) ? Optional.of(this == CLIENT ? SERVER : CLIENT) : Optional.empty();
    }
}
