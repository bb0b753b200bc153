package io.pilab.lab;

/**
 * The lab's MPTCP configuration, the same on every host.
 *
 * @param perSourceRouting a routing table and rule for each interface's address, and ARP that answers on the owning
 *     interface only; what two interfaces in one subnet need
 */
public record MptcpSettings(MptcpLimits limits, boolean perSourceRouting) {}
