package io.pilab.fault;

import io.pilab.agent.AgentCommand;
import java.util.Optional;
import java.util.Set;

/**
 * Something that goes wrong on one host, as a value: it answers with commands and runs nothing. Its name in a scenario
 * is the record's name in kebab case.
 */
public sealed interface Fault
        permits LinkDown,
                LinkFlap,
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

    /** What takes it back; harmless when the fault did not happen. */
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

    /** How it comes again by itself. */
    default Optional<Repetition> repetition() {
        return Optional.empty();
    }

    /** Whether its host goes away as a whole, and comes back by itself. */
    default boolean restarts() {
        return false;
    }

    /** Whether the kernel tells of it as a change of a link's administrative state. */
    default boolean movesLink() {
        return false;
    }

    /** What its host has to have for it. */
    default Set<Requirement> needs() {
        return Set.of();
    }

    /** The name that scenarios use, {@code link-down}. */
    default String kind() {
        return getClass().getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(java.util.Locale.ROOT);
    }
}
