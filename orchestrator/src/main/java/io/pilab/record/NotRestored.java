package io.pilab.record;

import java.util.List;

/**
 * A host that differs from its captured state after a run.
 *
 * @param captureLost whether a restart lost the captured state, so that nothing can restore the host
 */
public record NotRestored(String host, List<String> difference, boolean captureLost) {
    public NotRestored {
        difference = List.copyOf(difference);
    }
}
