package io.pilab.rig;

import java.util.List;

/**
 * A host's process.
 *
 * @param port that its sshd listens on
 * @param words what to start
 */
record HostPlan(String name, String namespace, int port, List<String> words) {
    HostPlan {
        words = List.copyOf(words);
    }
}
