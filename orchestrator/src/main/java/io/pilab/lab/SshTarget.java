package io.pilab.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where and as whom SSH connects, by the lab file. The operator's ssh_config fills in what the lab file leaves open, and
 * then a default.
 *
 * @param address host name, IP address, or an alias of ssh_config
 * @param givenPort 1 to 65535
 * @param givenUser login name
 * @param identity private key file; empty: that of ssh_config, or the usual ones under ~/.ssh
 * @param knownHosts empty: that of ssh_config, or ~/.ssh/known_hosts
 * @param jump the jump hosts, first hop first; an empty list: none, also if ssh_config has some
 */
public record SshTarget(
        String address,
        Optional<Integer> givenPort,
        Optional<String> givenUser,
        Optional<Path> identity,
        Optional<Path> knownHosts,
        Optional<List<SshTarget>> jump) {
    private static final int PORT = 22;
    private static final String USER = "pi";

    public SshTarget {
        givenUser.ifPresent(user -> Names.check(Names.USER, "user", user));
        givenPort.filter(port -> port < 1 || port > 65535).ifPresent(port -> {
            throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
        });
        jump = jump.map(List::copyOf);
    }

    /** A target with a port and a user. */
    public SshTarget(String address, int port, String user, Optional<Path> identity, Optional<Path> knownHosts) {
        this(address, Optional.of(port), Optional.of(user), identity, knownHosts, Optional.empty());
    }

    /** This target with other files, where they are given. */
    public SshTarget with(Optional<Path> otherIdentity, Optional<Path> otherKnownHosts) {
        return new SshTarget(
                address,
                givenPort,
                givenUser,
                otherIdentity.or(() -> identity),
                otherKnownHosts.or(() -> knownHosts),
                jump);
    }

    /** The port if ssh_config has none. */
    public int port() {
        return givenPort.orElse(PORT);
    }

    /** The user if ssh_config has none. */
    public String user() {
        return givenUser.orElse(USER);
    }

    /** The target as the lab file has it: without a user when only ssh_config knows one. */
    @Override
    public String toString() {
        return givenUser.map(user -> user + "@").orElse("")
                + address
                + givenPort.filter(port -> port != PORT).map(port -> ":" + port).orElse("");
    }
}
