package io.pilab.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a host's state a trial answers for: the objects on the lab's interfaces and addresses, and the global objects of
 * MPTCP and pilab. Changes to the rest belong to others. They are reported and left alone.
 *
 * @param everything the whole host
 * @param host also other captured objects that are lost, since the trial restarts the host or runs commands on it
 * @param words the lab's interfaces and addresses on the host
 */
public record StateScope(boolean everything, boolean host, Set<String> words) {
    /** The scope as text, for reports. */
    public static final String COVERED = "links, addresses, routes, rules, qdiscs and sysctls of the lab's interfaces,"
            + " MPTCP's endpoints, limits and sysctls";

    public StateScope {
        words = Set.copyOf(words);
    }

    /** The scope of a state that was captured without one. */
    public static StateScope all() {
        return new StateScope(true, false, Set.of());
    }

    public static StateScope lab(Set<String> words) {
        return new StateScope(false, false, words);
    }

    /** The same scope, plus other captured objects that are lost. */
    public StateScope withHost() {
        return new StateScope(everything, true, words);
    }

    /** The scope as arguments of {@code snapshot.sh capture}. */
    public List<String> arguments() {
        if (everything) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(List.of(host ? "host" : "lab"));
        arguments.addAll(new TreeSet<>(words));
        return arguments;
    }

    /** Whether the interface or address belongs to the lab. */
    boolean has(String word) {
        return words.contains(word);
    }
}
