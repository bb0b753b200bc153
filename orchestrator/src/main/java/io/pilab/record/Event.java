package io.pilab.record;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that happened on a host. {@code t} counts in seconds from the traffic's first data as that host saw it. It may
 * be negative.
 */
public sealed interface Event {
    double t();

    String host();

    /** The traffic tool reported an interval. */
    record Interval(double t, String host, IntervalSample sample) implements Event {}

    /**
     * A line of {@code ip mptcp monitor}.
     *
     * @param event CREATED, ESTABLISHED, ANNOUNCED, SF_ESTABLISHED, SF_CLOSED, ...
     * @param networkInterface the interface that owns the local address, if the lab knows it
     * @param details the line's own words, as printed: token, locid, remid, saddr4, ...
     */
    record Mptcp(double t, String host, String event, Optional<String> networkInterface, Map<String, String> details)
            implements Event {
        public Mptcp {
            details = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(details));
        }

        /** The local address, unmapped from IPv6 if the kernel prints it so. Empty when the event has none. */
        public Optional<String> localAddress() {
            return address("saddr");
        }

        public Optional<String> remoteAddress() {
            return address("daddr");
        }

        private Optional<String> address(String key) {
            String found = details.getOrDefault(key + "4", details.get(key + "6"));
            return Optional.ofNullable(found).map(a -> a.startsWith("::ffff:") ? a.substring(7) : a);
        }
    }

    /** An interface's byte counters, cumulative. */
    record Counters(double t, String host, String networkInterface, long txBytes, long rxBytes) implements Event {}

    /** The kernel reported a change of an interface. {@code up} is administrative, {@code running} means with carrier. */
    record Link(double t, String host, String networkInterface, boolean up, boolean running) implements Event {}

    /**
     * A fault was injected or healed.
     *
     * @param step number of the fault in the scenario's timeline, from 0; empty in an older record
     * @param actual seconds; by the kernel's own notification if there is one, else by the host's own record
     * @param uncertainty seconds, of {@code actual}
     * @param exitCode of the command
     * @param loss the packets that the host counted during the fault, if it counts them
     */
    record FaultFired(
            double t,
            String host,
            OptionalInt step,
            String fault,
            String networkInterface,
            FaultPhase phase,
            double requested,
            double actual,
            double uncertainty,
            int exitCode,
            Optional<Loss> loss)
            implements Event {
        /** The packets that passed a random loss, and how many of them it dropped. */
        public record Loss(long packets, long dropped) {
            public Loss {
                if (packets < 0 || dropped < 0 || dropped > packets) {
                    throw new IllegalArgumentException(dropped + " of " + packets + " packets cannot be dropped");
                }
            }
        }

        /** Whether the fault was injected or healed. */
        public enum FaultPhase {
            INJECT,
            HEAL
        }
    }

    /** The traffic started or ended on a host. {@code exitCode} is known when it ended. */
    record Traffic(double t, String host, TrafficState state, OptionalInt exitCode, Optional<String> message)
            implements Event {
        /** START is t = 0. WATCHDOG: the traffic was killed at its time limit. */
        public enum TrafficState {
            START,
            END,
            ERROR,
            WATCHDOG
        }
    }

    /**
     * The host was restored.
     *
     * @param difference what differs from before
     * @param left what others changed meanwhile, or what could not be read
     */
    record Restore(double t, String host, boolean verified, List<String> difference, List<String> left)
            implements Event {
        public Restore {
            difference = List.copyOf(difference);
            left = List.copyOf(left);
        }
    }
}
