package io.pilab.model;

import java.nio.file.Path;
import java.util.Optional;

/**
 * Where and as whom SSH connects.
 *
 * @param address host name or IP address
 * @param port 1 to 65535
 * @param user login name
 * @param identity private key file; empty: the usual ones under ~/.ssh
 * @param knownHosts empty: ~/.ssh/known_hosts
 */
public record SshTarget(String address, int port, String user, Optional<Path> identity, Optional<Path> knownHosts) {
    public SshTarget {
        Names.check(Names.USER, "user", user);
        if (port < 1 || port > 65535) {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        }
    }

    @Override
    public String toString() {
        return user + "@" + address + (port == 22 ? "" : ":" + port);
    }
}
