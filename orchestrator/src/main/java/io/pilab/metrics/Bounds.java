package io.pilab.metrics;

/** What a measured duration is at least and at most; seconds. */
public record Bounds(double low, double high) {
    public Bounds {
        if (!(low <= high)) {
            throw new IllegalArgumentException("bounds from " + low + " to " + high);
        }
    }

    public boolean atMost(double limit) {
        return high <= limit;
    }

    public boolean above(double limit) {
        return low > limit;
    }
}
