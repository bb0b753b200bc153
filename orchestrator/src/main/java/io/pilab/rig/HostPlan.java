package io.pilab.rig;

import java.util.List;

/**
 * A host's processes.
 *
 * @param port that its sshd listens on
 * @param words what to start: supervise.sh
 * @param network a shell script that makes its network anew, for when it reboots
 */
record HostPlan(String name, String namespace, int port, List<String> words, String network) {
    HostPlan {
        words = List.copyOf(words);
    }
}
