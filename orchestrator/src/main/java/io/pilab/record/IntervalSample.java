package io.pilab.record;

import java.util.Optional;

/**
 * One reporting interval of a traffic tool.
 *
 * @param start seconds from the traffic's start
 * @param end seconds from the traffic's start
 * @param bytes bytes sent or received in it
 * @param sender whether the reporting side sent
 * @param initialSubflow the sender's measurements of its first subflow
 */
public record IntervalSample(
        double start, double end, double bytes, boolean sender, Optional<SubflowSample> initialSubflow) {
    /**
     * What a sender knows of its initial subflow alone. With MPTCP the kernel answers TCP_INFO for that one only.
     *
     * @param congestionWindow bytes
     * @param roundTripTime seconds
     */
    public record SubflowSample(long retransmits, double congestionWindow, double roundTripTime) {}

    public double seconds() {
        return end - start;
    }

    public double bitsPerSecond() {
        return seconds() > 0 ? bytes * 8 / seconds() : 0;
    }
}
