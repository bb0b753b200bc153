package io.pilab.metrics;

import java.time.Duration;

/**
 * When the traffic of a trial was to report and to end, in seconds.
 *
 * @param interval how often the tool reports
 * @param end planned; counted from the traffic's first data
 */
public record TrafficTimes(double interval, double end) {
    public static TrafficTimes of(Duration interval, Duration duration) {
        return new TrafficTimes(seconds(interval), seconds(duration));
    }

    /** Where the last reporting interval before the planned end begins. */
    public double last() {
        return Math.max(0, end - interval);
    }

    public static double seconds(Duration duration) {
        return duration.toNanos() / 1e9;
    }
}
