package io.pilab.agent;

import java.util.ArrayList;
import java.util.List;

/** Calls of {@code drop.sh}: packets are dropped silently, in both directions. */
public final class DropScript {
    private DropScript() {}

    /**
     * What is dropped.
     *
     * @param words as the script takes them
     */
    public record DropMatch(List<String> words) {
        public DropMatch {
            words = List.copyOf(words);
        }

        /** All that passes an interface. */
        public static DropMatch of(String networkInterface) {
            return new DropMatch(List.of("interface", networkInterface));
        }

        /** All that goes to an address or comes from it. */
        public static DropMatch peer(String address) {
            return new DropMatch(List.of("peer", address));
        }

        /** What passes between two addresses. */
        public static DropMatch pair(String local, String remote) {
            return new DropMatch(List.of("pair", local, remote));
        }
    }

    /**
     * Drops packets from now on.
     *
     * @param share from 1 to 10000, of 10000 packets
     */
    public static AgentCommand on(int share, DropMatch target) {
        List<String> words = new ArrayList<>(List.of(Integer.toString(share)));
        words.addAll(target.words());
        return new AgentCommand(AgentScript.DROP, "on", words);
    }

    /** Drops them no more. */
    public static AgentCommand off(DropMatch target) {
        return new AgentCommand(AgentScript.DROP, "off", target.words());
    }
}
