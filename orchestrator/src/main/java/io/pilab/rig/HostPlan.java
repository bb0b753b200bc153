package io.pilab.rig;

import java.util.List;

/**
 * A host's processes.
 *
 * @param port sshd's port
 * @param words the command that starts the host: supervise.sh
 * @param network a shell script that builds its network again after a reboot
 */
record HostPlan(String name, String namespace, int port, List<String> words, String network) {
    HostPlan {
        words = List.copyOf(words);
    }
}
