package io.pilab.spool;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * When a host saw its traffic begin.
 *
 * @param time by the host's clock, epoch nanoseconds
 * @param uncertainty seconds
 */
public record TrafficStart(long time, double uncertainty) {
    /** Seconds; what t = 0 may be off by when the tool tells no time stamp of its own. */
    private static final double UNKNOWN_START = 0.05;

    /** Seconds; a tool's time stamp is cut to milliseconds. */
    private static final double STAMP_RESOLUTION = 0.001;

    /** Seconds; a time stamp that is further away is none of this start. */
    static final double MOST = 60;

    /** The true start lies between the tool's own time stamp, before the streams connect, and the agent's, after. */
    static TrafficStart of(JsonNode said) {
        long time = said.path("time").asLong();
        double between = UNKNOWN_START;
        double apart = Math.abs(time - said.path("traffic_time_ms").asDouble() * 1e6) / 1e9;
        if (JsonLine.whole(said, "traffic_time_ms") && apart <= MOST) {
            between = apart;
        }
        return new TrafficStart(time, between + STAMP_RESOLUTION);
    }
}
