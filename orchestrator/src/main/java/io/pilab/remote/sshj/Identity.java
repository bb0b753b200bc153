package io.pilab.remote.sshj;

import java.nio.file.Path;
import java.security.PublicKey;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;

/** A private key that was read and decrypted. */
record Identity(Path file, KeyProvider provider, PublicKey publicKey) {
    /** The file and the public half's fingerprint. */
    @Override
    public String toString() {
        return file + " (" + Fingerprint.of(publicKey) + ")";
    }
}
