package io.pilab.record;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * Something that happened on a host. {@code t} is in seconds from the traffic's first data as that host saw it, and
 * may be negative.
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
     * @param networkInterface the one that owns the local address, where the lab knows it
     * @param details the line's own words, as printed: token, locid, remid, saddr4, ...
     */
    record Mptcp(double t, String host, String event, Optional<String> networkInterface, Map<String, String> details)
            implements Event {
        public Mptcp {
            details = java.util.Collections.unmodifiableMap(new java.util.LinkedHashMap<>(details));
        }

        /** The local address, unmapped from IPv6 where the kernel prints it so; empty where the event has none. */
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

    /** The kernel said that an interface changed; {@code up} is administrative, {@code running} with carrier. */
    record Link(double t, String host, String networkInterface, boolean up, boolean running) implements Event {}

    /**
     * A fault was injected or healed.
     *
     * @param actual seconds; by the kernel's own notification where there is one, else when the host fired it
     * @param uncertainty seconds, of {@code actual}
     * @param exitCode of the command that did it
     * @param loss what the host counted while the fault was there, if it counts
     */
    record FaultFired(
            double t,
            String host,
            String fault,
            String networkInterface,
            Phase phase,
            double requested,
            double actual,
            double uncertainty,
            int exitCode,
            Optional<Loss> loss)
            implements Event {
        /** Packets that a random loss let pass or not, and those of them that it dropped. */
        public record Loss(long packets, long dropped) {
            public Loss {
                if (packets < 0 || dropped < 0 || dropped > packets) {
                    throw new IllegalArgumentException(dropped + " of " + packets + " packets cannot be dropped");
                }
            }
        }

        /** Whether it happened or was taken back. */
        public enum Phase {
            INJECT,
            HEAL
        }
    }

    /** The traffic started or ended on a host; {@code exitCode} when it ended. */
    record Traffic(double t, String host, State state, OptionalInt exitCode, Optional<String> message)
            implements Event {
        /** START is t = 0; WATCHDOG: it had to be ended at its deadline. */
        public enum State {
            START,
            END,
            ERROR,
            WATCHDOG
        }
    }

    /**
     * The host was put back.
     *
     * @param difference what is not as before
     * @param left what others changed meanwhile, or what could not be looked at
     */
    record Restore(double t, String host, boolean verified, List<String> difference, List<String> left)
            implements Event {
        public Restore {
            difference = List.copyOf(difference);
            left = List.copyOf(left);
        }
    }
}
