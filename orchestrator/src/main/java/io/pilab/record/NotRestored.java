package io.pilab.record;

import java.util.List;

/**
 * A host that differs from its captured state after a run.
 *
 * @param captureLost nothing can put it back, since a restart has taken what it had captured
 */
public record NotRestored(String host, List<String> difference, boolean captureLost) {
    public NotRestored {
        difference = List.copyOf(difference);
    }
}
