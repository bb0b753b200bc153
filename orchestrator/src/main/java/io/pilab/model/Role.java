package io.pilab.model;

import java.util.Locale;

/** What a host does in a pair: the client sends, the server receives. */
public enum Role {
    CLIENT,
    SERVER;

    /** The name used in files: {@code client} or {@code server}. */
    public String label() {
        return name().toLowerCase(Locale.ROOT);
    }
}
