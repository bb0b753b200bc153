package io.pilab.rig;

/** The words for tc-tbf(8), the token bucket that every kernel has. */
final class Shape {
    /** Enough for several full frames, and for one segment that the card would have cut up. */
    private static final long SMALLEST_BURST = 32 * 1024;

    /** Ticks a second of the slowest usual timer; the bucket must hold what one tick lets through. */
    private static final long TICKS = 250;

    private Shape() {}

    /**
     * With a handle of ours: the kernel's own numbers differ after each reboot of a host.
     *
     * @param rate bits per second
     */
    static String line(String networkInterface, long rate) {
        long burst = Math.max(SMALLEST_BURST, rate / 8 / TICKS);
        return "qdisc add dev " + networkInterface + " root handle 1: tbf rate " + rate + "bit burst " + burst
                + " latency 50ms";
    }
}
