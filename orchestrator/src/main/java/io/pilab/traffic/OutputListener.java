package io.pilab.traffic;

import io.pilab.record.IntervalSample;

/** Hears what a tool's output says. Times are seconds from the traffic's start; texts may be of any length. */
public interface OutputListener {
    /** A report of one interval. */
    void measured(IntervalSample sample);

    /** An error, in the tool's own words. */
    void failed(double t, String message);

    /** What the tool says at its end. */
    void ended(double t, String message);

    /** Output that no measurement can be, and why. */
    void notUnderstood(String what);
}
