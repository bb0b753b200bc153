package io.pilab.remote.sshj;

import java.nio.file.Path;
import java.time.Duration;

/**
 * How SSH connections are made and watched.
 *
 * @param connectTimeout for the TCP connection, and again for the key exchange
 * @param keepAliveInterval whole seconds
 * @param keepAliveCount unanswered ones after which the connection counts as lost
 * @param sshDirectory holds known_hosts and the usual keys
 */
public record SshSettings(
        Duration connectTimeout,
        Duration keepAliveInterval,
        int keepAliveCount,
        Path sshDirectory,
        Passphrases passphrases) {
    /** 10 s to connect; a host that is silent for about 8 s is lost; ~/.ssh; the environment's passphrase. */
    public static SshSettings usual() {
        return new SshSettings(
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                3,
                Path.of(System.getProperty("user.home"), ".ssh"),
                Passphrases.fromEnvironment());
    }
}
