package io.pilab.lab;

/**
 * {@code ip mptcp limits}: how many more subflows a connection may have, and how many announced addresses it accepts.
 *
 * @param subflows 0 to 8
 * @param addAddrAccepted 0 to 8
 */
public record MptcpLimits(int subflows, int addAddrAccepted) {
    /** The kernel's own limit for both. */
    public static final int MAXIMUM = 8;

    public MptcpLimits {
        if (subflows < 0 || subflows > MAXIMUM || addAddrAccepted < 0 || addAddrAccepted > MAXIMUM) {
            throw new IllegalArgumentException("MPTCP limits are between 0 and " + MAXIMUM);
        }
    }
}
