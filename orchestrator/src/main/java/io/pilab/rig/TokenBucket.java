package io.pilab.rig;

/** The arguments of tc-tbf(8), the token bucket that every kernel has. */
final class TokenBucket {
    /** Enough for several full frames, and for one segment that the network card would have split. */
    private static final long SMALLEST_BURST = 32 * 1024;

    /** Ticks per second of the slowest usual timer. The bucket must hold what one tick lets through. */
    private static final long TICKS = 250;

    private TokenBucket() {}

    /**
     * With a fixed handle, since the kernel's own numbers differ after each reboot of a host.
     *
     * @param rate bits per second
     */
    static String line(String networkInterface, long rate) {
        long burst = Math.max(SMALLEST_BURST, rate / 8 / TICKS);
        return "qdisc add dev " + networkInterface + " root handle 1: tbf rate " + rate + "bit burst " + burst
                + " latency 50ms";
    }
}
