package io.pilab.remote.sshj;

import java.util.LinkedHashSet;
import java.util.Set;

/** What went wrong with keys without ending the login; it matters only once nothing has let us in. */
final class KeyNotes {
    private final Set<String> texts = new LinkedHashSet<>();

    synchronized void add(String text) {
        texts.add(text);
    }

    /** As the continuation of a sentence. */
    synchronized String text() {
        return texts.isEmpty() ? "" : "; " + String.join("; ", texts);
    }
}
