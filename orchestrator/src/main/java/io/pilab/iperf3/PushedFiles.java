package io.pilab.iperf3;

import io.pilab.remote.Remote;
import io.pilab.remote.RemoteCommand;
import java.util.UUID;

/** Files on their way to a host's scripts: the login user may put them into /tmp only. */
final class PushedFiles {
    /** A UUID, so that nothing of an operator's is like it. */
    private static final String PATTERN = "pilab-????????-????-????-????-????????????.tar.gz*";

    private PushedFiles() {}

    /** A new path on the host. */
    static String path() {
        return "/tmp/pilab-" + UUID.randomUUID() + ".tar.gz";
    }

    /** Removes what a controller that was killed has left, whole or half; only for who holds the host's lock. */
    static void sweep(Remote remote) {
        remote.exec(RemoteCommand.of(
                        "find",
                        "/tmp",
                        "-maxdepth",
                        "1",
                        "-type",
                        "f",
                        "-name",
                        PATTERN,
                        "-exec",
                        "rm",
                        "-f",
                        "{}",
                        "+")
                .root());
    }
}
