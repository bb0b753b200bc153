package io.pilab.lab;

import java.util.Map;
import java.util.Optional;

/**
 * The virtual rig's own settings.
 *
 * @param linkRates bits per second in each direction, by interface name; an interface that is not named is not shaped
 * @param uplinkRate bits per second of a link that all traffic between clients and servers shares (a single switch)
 * @param congestionControl TCP's, on every host
 */
public record RigSettings(Map<String, Long> linkRates, Optional<Long> uplinkRate, String congestionControl) {
    /** What Raspberry Pi OS uses. */
    public static final String DEFAULT_CONGESTION_CONTROL = "cubic";

    public RigSettings {
        linkRates = Map.copyOf(linkRates);
    }
}
