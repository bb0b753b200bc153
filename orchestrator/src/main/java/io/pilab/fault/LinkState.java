package io.pilab.fault;

import java.time.Duration;

/** Of a link, what the kernel tells when it changes. */
public enum LinkState {
    /** Whether it is set up or down. */
    ADMINISTRATIVE(Duration.ofSeconds(2)),
    /** Whether the other end is there: a switch has to be asked, and two ends that meet negotiate for some seconds. */
    CARRIER(Duration.ofSeconds(10));

    private final Duration latest;

    LinkState(Duration latest) {
        this.latest = latest;
    }

    /** How long after its command the change may come. */
    public Duration latest() {
        return latest;
    }
}
