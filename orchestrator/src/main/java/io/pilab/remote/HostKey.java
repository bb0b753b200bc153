package io.pilab.remote;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The key that a host or a jump host shows, and what known_hosts says about it.
 *
 * @param host the host's name in the lab
 * @param jumpHost {@code user@address} of the jump host that the key is of, when it is not the host's own
 * @param knownName how known_hosts names it
 * @param type ED25519, ECDSA or RSA
 * @param fingerprint {@code SHA256:...}
 * @param knownHosts the file that takes it
 * @param place file:line of the entry that decided, if there is one
 * @param entry the line that enrols the key
 * @param cure for a key that is not simply new: the command that removes what is in the way
 */
public record HostKey(
        String host,
        Optional<String> jumpHost,
        String address,
        int port,
        String knownName,
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

    /** Whether both are of one machine, by its name in one file. */
    public boolean isOf(HostKey other) {
        return knownName.equals(other.knownName)
                && knownHosts.equals(other.knownHosts)
                && fingerprint.equals(other.fingerprint);
    }

    /** How to call whose key it is. */
    public String name() {
        return jumpHost.orElse(host);
    }
}
