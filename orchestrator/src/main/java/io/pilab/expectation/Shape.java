package io.pilab.expectation;

import java.time.Duration;
import java.util.Optional;

/**
 * What an expectation may ask of the scenario that it stands in, which may have gaps of its own.
 *
 * @param faults whether it has any
 * @param firstFault when it happens; empty: not known
 * @param trafficEnd when the traffic is over; empty: not known
 */
public record Shape(boolean faults, Optional<Duration> firstFault, Optional<Duration> trafficEnd) {}
