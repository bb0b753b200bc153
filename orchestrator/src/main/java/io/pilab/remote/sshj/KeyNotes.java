package io.pilab.remote.sshj;

import java.util.LinkedHashSet;
import java.util.Set;

/** Problems with keys that did not end the login. They matter only when no key was accepted. */
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
