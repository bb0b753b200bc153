package io.pilab.state;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a host a trial answers for: what lies on the lab's interfaces and addresses, and what MPTCP and pilab itself
 * keep for the whole host. The rest is other people's; what changes there is told and left alone.
 *
 * @param everything the whole host, whoever changed it
 * @param host also what was captured elsewhere and is lost: the trial restarts the host, or runs commands on it
 * @param words the lab's interfaces and addresses on the host
 */
public record StateScope(boolean everything, boolean host, Set<String> words) {
    /** What it covers, for a reader. */
    public static final String COVERED = "links, addresses, routes, rules, qdiscs and sysctls of the lab's interfaces,"
            + " MPTCP's endpoints, limits and sysctls";

    public StateScope {
        words = Set.copyOf(words);
    }

    /** Of a state that was captured without a word on it. */
    public static StateScope all() {
        return new StateScope(true, false, Set.of());
    }

    public static StateScope lab(Set<String> words) {
        return new StateScope(false, false, words);
    }

    /** The same, and what else was captured and is lost. */
    public StateScope withHost() {
        return new StateScope(everything, true, words);
    }

    /** As {@code snapshot.sh capture} takes it. */
    public List<String> arguments() {
        if (everything) {
            return List.of();
        }
        List<String> arguments = new ArrayList<>(List.of(host ? "host" : "lab"));
        arguments.addAll(new TreeSet<>(words));
        return arguments;
    }

    /** Whether the interface or address is the lab's. */
    boolean has(String word) {
        return words.contains(word);
    }
}
