package io.pilab.remote.sshj;

import java.nio.file.Path;
import java.security.PublicKey;
import net.schmizz.sshj.userauth.keyprovider.KeyProvider;
import net.schmizz.sshj.userauth.method.AuthMethod;
import net.schmizz.sshj.userauth.method.AuthPublickey;

/** A private key that was read and decrypted. */
record Identity(Path file, KeyProvider provider, PublicKey publicKey) implements KeyOffer {
    @Override
    public AuthMethod method(KeyNotes remarks) {
        return new AuthPublickey(provider);
    }

    /** RSA is offered with both of its algorithms. */
    @Override
    public int tries() {
        return Fingerprint.type(publicKey).equals("RSA") ? 2 : 1;
    }

    /** The file and the public half's fingerprint. */
    @Override
    public String toString() {
        return file + " (" + Fingerprint.of(publicKey) + ")";
    }
}
