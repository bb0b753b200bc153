package io.pilab.config;

import io.pilab.lab.JumpHosts;
import io.pilab.lab.Names;
import io.pilab.lab.SshTarget;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** The keys of an {@code ssh} section, the lab's or a host's. */
record SshSection(
        Optional<String> user,
        Optional<Path> identity,
        Optional<Integer> port,
        Optional<Path> knownHosts,
        Optional<List<SshTarget>> jump) {
    /** The environment variables that override the files of every host. */
    static final String IDENTITY_VARIABLE = "PILAB_SSH_IDENTITY";

    static final String KNOWN_HOSTS_VARIABLE = "PILAB_SSH_KNOWN_HOSTS";

    static final SshSection NONE =
            new SshSection(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty());

    private static final int PORT = 22;

    static Optional<SshSection> read(Value value, UserPaths paths) {
        return Section.of(
                value,
                "{ user: pi, identity: ~/.ssh/id_ed25519 }",
                ssh -> Optional.of(new SshSection(
                        ssh.optional("user", v -> v.matching(Names.USER, Names.USER_FORM)),
                        ssh.optional("identity", paths::read),
                        ssh.optional("port", v -> v.integer(1, 65535)),
                        ssh.optional("known_hosts", paths::read),
                        ssh.optional(
                                "jump",
                                v -> v.text()
                                        .flatMap(text -> JumpHosts.parse(text).or(() -> v.expects(JumpHosts.FORM)))))));
    }

    /** These settings, completed by others. */
    SshSection or(SshSection others) {
        return new SshSection(
                user.or(others::user),
                identity.or(others::identity),
                port.or(others::port),
                knownHosts.or(others::knownHosts),
                jump.or(others::jump));
    }

    int portOrDefault() {
        return port.orElse(PORT);
    }

    /** The jump hosts as the end of an error text. */
    String byWayOf() {
        return jump.filter(hops -> !hops.isEmpty())
                .map(hops -> " by way of " + JumpHosts.text(hops))
                .orElse("");
    }

    SshTarget target(String address, UserPaths paths) {
        return new SshTarget(
                address,
                port,
                user,
                paths.variable(IDENTITY_VARIABLE).or(() -> identity),
                paths.variable(KNOWN_HOSTS_VARIABLE).or(() -> knownHosts),
                jump);
    }
}
