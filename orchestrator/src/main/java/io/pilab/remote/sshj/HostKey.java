package io.pilab.remote.sshj;

import io.pilab.model.SshTarget;
import java.nio.file.Path;
import java.util.Optional;

/**
 * The key that a host shows, and what known_hosts says about it.
 *
 * @param host its name in the lab
 * @param type ED25519, ECDSA or RSA
 * @param fingerprint {@code SHA256:...}
 * @param knownHosts the file
 * @param place file:line of the entry that decided, if there is one
 * @param entry the line that enrols the key
 * @param cure for a key that is not simply new: the command that removes what is in the way
 */
public record HostKey(
        String host,
        SshTarget target,
        String type,
        String fingerprint,
        State state,
        Path knownHosts,
        Optional<String> place,
        String entry,
        Optional<String> cure) {
    /** What known_hosts says. */
    public enum State {
        NEW,
        KNOWN,
        CHANGED,
        REVOKED
    }
}
