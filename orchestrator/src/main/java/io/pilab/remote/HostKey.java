package io.pilab.remote;

import java.nio.file.Path;
import java.util.Optional;

/**
 * The key that a host or a jump host shows, and what known_hosts says about it.
 *
 * @param host the host's name in the lab
 * @param jumpHost {@code user@address} of the jump host whose key it is; empty when the key is the host's own
 * @param knownName how known_hosts names it
 * @param type ED25519, ECDSA or RSA
 * @param fingerprint {@code SHA256:...}
 * @param knownHosts the file that the key is added to
 * @param place file:line of the entry that decided, if there is one
 * @param entry the line that adds the key
 * @param cure for a key that is not simply new: the command that removes the old entry
 */
public record HostKey(
        String host,
        Optional<String> jumpHost,
        String address,
        int port,
        String knownName,
        String type,
        String fingerprint,
        KeyState state,
        Path knownHosts,
        Optional<String> place,
        String entry,
        Optional<String> cure) {
    /** The state of a key by known_hosts. */
    public enum KeyState {
        NEW,
        KNOWN,
        CHANGED,
        REVOKED
    }

    /** Whether both keys belong to one machine, by its name in one file. */
    public boolean isOf(HostKey other) {
        return knownName.equals(other.knownName)
                && knownHosts.equals(other.knownHosts)
                && fingerprint.equals(other.fingerprint);
    }

    /** A description of the key's owner. */
    public String name() {
        return jumpHost.orElse(host);
    }
}
