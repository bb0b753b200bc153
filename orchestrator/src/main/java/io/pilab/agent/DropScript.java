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
    public record DropTarget(List<String> words) {
        public DropTarget {
            words = List.copyOf(words);
        }

        /** All that passes an interface. */
        public static DropTarget of(String networkInterface) {
            return new DropTarget(List.of("interface", networkInterface));
        }

        /** All that goes to an address or comes from it. */
        public static DropTarget peer(String address) {
            return new DropTarget(List.of("peer", address));
        }

        /** What passes between two addresses. */
        public static DropTarget pair(String local, String remote) {
            return new DropTarget(List.of("pair", local, remote));
        }
    }

    /**
     * Drops packets from now on.
     *
     * @param share from 1 to 10000, of 10000 packets
     */
    public static AgentCommand on(int share, DropTarget target) {
        List<String> words = new ArrayList<>(List.of(Integer.toString(share)));
        words.addAll(target.words());
        return new AgentCommand(AgentScript.DROP, "on", words);
    }

    /** Drops them no more. */
    public static AgentCommand off(DropTarget target) {
        return new AgentCommand(AgentScript.DROP, "off", target.words());
    }
}
