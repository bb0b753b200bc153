package io.pilab.record;

import java.util.Map;
import java.util.Optional;

/**
 * What a host's kernel and tools can do, as tried on it (agent script {@code probe.sh}).
 *
 * @param tried by ability, such as {@code netem}: the error message; empty where it works
 */
public record HostAbilities(Map<String, Optional<String>> tried) {
    public HostAbilities {
        tried = Map.copyOf(tried);
    }

    /** Why the host cannot do it. Empty when it can. */
    public Optional<String> missing(String ability) {
        return tried.getOrDefault(ability, Optional.of("it was not tried"));
    }
}
