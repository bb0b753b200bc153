package io.pilab.lab;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * Where and as whom SSH connects, as the lab file says it. What it leaves open the operator's ssh_config may say, and
 * after that a default.
 *
 * @param address host name, IP address, or an alias of ssh_config
 * @param givenPort 1 to 65535
 * @param givenUser login name
 * @param identity private key file; empty: ssh_config's, or the usual ones under ~/.ssh
 * @param knownHosts empty: ssh_config's, or ~/.ssh/known_hosts
 * @param jump the jump hosts, first hop first; an empty list: none, whatever ssh_config says
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

    /** A target that leaves neither port nor user open. */
    public SshTarget(String address, int port, String user, Optional<Path> identity, Optional<Path> knownHosts) {
        this(address, Optional.of(port), Optional.of(user), identity, knownHosts, Optional.empty());
    }

    /** This one with other files, where they are given. */
    public SshTarget with(Optional<Path> otherIdentity, Optional<Path> otherKnownHosts) {
        return new SshTarget(
                address,
                givenPort,
                givenUser,
                otherIdentity.or(() -> identity),
                otherKnownHosts.or(() -> knownHosts),
                jump);
    }

    /** The port where ssh_config says none. */
    public int port() {
        return givenPort.orElse(PORT);
    }

    /** The user where ssh_config says none. */
    public String user() {
        return givenUser.orElse(USER);
    }

    /** As the lab file has it: no user where only ssh_config knows one. */
    @Override
    public String toString() {
        return givenUser.map(user -> user + "@").orElse("")
                + address
                + givenPort.filter(port -> port != PORT).map(port -> ":" + port).orElse("");
    }
}
