package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import io.pilab.lab.Host;
import io.pilab.lab.Names;
import java.util.Optional;
import java.util.Set;

/**
 * Something that goes wrong on one host, as a value: it answers with commands and runs nothing. Its name in a scenario
 * is the record's name in kebab case.
 */
public sealed interface Fault
        permits LinkDown,
                LinkFlap,
                CarrierLoss,
                Blackhole,
                PacketLoss,
                RateLimit,
                Impair,
                AddressRemove,
                EndpointRemove,
                EndpointAdd,
                EndpointBackup,
                Limits,
                Sysctl,
                ProcessKill,
                ProcessPause,
                WifiDisassociate,
                Reboot,
                Command {
    /** What makes it happen. */
    AgentCommand inject(Site site);

    /** What takes it back; changes nothing when the fault did not happen. */
    AgentCommand heal(Site site);

    /** The interfaces of its host whose traffic it disturbs. */
    Set<String> interfaces();

    /** The interfaces of its host over which nothing may come through any more, SSH included. */
    default Set<String> cuts() {
        return interfaces();
    }

    /** The interface of the other host that it names. */
    default Optional<String> peer() {
        return Optional.empty();
    }

    /** The interfaces of the other host that it cuts off. */
    default Set<String> peerInterfaces() {
        return Set.of();
    }

    /** Whether it is about a host's own part in the traffic, so that no helper can have it. */
    default boolean ofPair() {
        return false;
    }

    /** How it comes again by itself. */
    default Optional<Repetition> repetition() {
        return Optional.empty();
    }

    /** Whether its host goes away as a whole, and comes back by itself. */
    default boolean restarts() {
        return false;
    }

    /** What of its host it takes away, to be made again afterwards, as {@code HostProof} names it. */
    default boolean replaces(Host host, String what) {
        return restarts();
    }

    /** Whether it may change more of its host than its interfaces, addresses and MPTCP's settings. */
    default boolean ofWholeHost() {
        return restarts();
    }

    /** What it changes of a link that the kernel tells of. */
    default Optional<LinkState> moves() {
        return Optional.empty();
    }

    /** What a host has to have for it. */
    default Set<Requirement> needs(Host host) {
        return Set.of();
    }

    /** Whether it changes MPTCP itself, which the kernel then has to have, whatever the arms are. */
    default boolean ofMptcp() {
        return false;
    }

    /** The settings of the kernel that it changes, as sysctl(8) names them. */
    default Set<String> settings() {
        return Set.of();
    }

    /** The name that scenarios use, {@code link-down}. */
    default String kind() {
        return Names.kind(getClass());
    }
}
