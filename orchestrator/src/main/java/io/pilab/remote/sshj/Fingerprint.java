package io.pilab.remote.sshj;

import com.hierynomus.sshj.userauth.certificate.Certificate;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.PublicKey;
import java.util.Base64;
import java.util.Locale;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.common.KeyType;

/** Formats public keys as OpenSSH does. sshj's own fingerprints are MD5. */
final class Fingerprint {
    private Fingerprint() {}

    /** {@code ED25519 SHA256:...}, as {@code ssh-keygen -l} prints it. */
    static String of(PublicKey key) {
        return type(key) + " " + sha256(key);
    }

    /** {@code SHA256:...}. A certificate has the fingerprint of its key. */
    static String sha256(PublicKey key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(blob(plain(key)));
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** ED25519, ECDSA or RSA. */
    static String type(PublicKey key) {
        String name = algorithm(key);
        return name.startsWith("ecdsa-")
                ? "ECDSA"
                : name.substring(name.indexOf('-') + 1).toUpperCase(Locale.ROOT);
    }

    /** {@code ssh-ed25519}, {@code ecdsa-sha2-nistp256}, {@code ssh-rsa}. */
    static String algorithm(PublicKey key) {
        return KeyType.fromKey(plain(key)).toString();
    }

    static PublicKey plain(PublicKey key) {
        return key instanceof Certificate<?> certificate ? certificate.getKey() : key;
    }

    static byte[] blob(PublicKey key) {
        return new Buffer.PlainBuffer().putPublicKey(key).getCompactData();
    }

    static String base64(PublicKey key) {
        return Base64.getEncoder().encodeToString(blob(key));
    }
}
