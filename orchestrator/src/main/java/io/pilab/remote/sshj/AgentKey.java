package io.pilab.remote.sshj;

import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import net.schmizz.sshj.common.Buffer;
import net.schmizz.sshj.userauth.method.AuthMethod;

/**
 * A key in an agent. It may be a certificate, or of a kind that only the agent and the server know.
 *
 * @param blob the key as in a public key file
 * @param comment the agent's name for it
 */
record AgentKey(SshAgent agent, byte[] blob, String comment) implements KeyOffer {
    private static final List<String> KINDS = List.of("ed25519", "ecdsa", "rsa");
    private static final String CERTIFICATE = "-cert-v01@openssh.com";

    AgentKey {
        comment = comment.replaceAll("\\p{Cntrl}", "?");
    }

    /** All keys of an agent, in its order. Empty when it is locked. */
    static List<AgentKey> of(SshAgent agent) throws IOException {
        return agent.keys().stream()
                .map(held -> new AgentKey(agent, held.blob(), held.comment()))
                .toList();
    }

    /** The key's kind, such as {@code ssh-ed25519} or {@code ssh-rsa-cert-v01@openssh.com}. */
    String type() {
        try {
            return new Buffer.PlainBuffer(blob).readString();
        } catch (Buffer.BufferException e) {
            return "";
        }
    }

    boolean rsa() {
        return type().startsWith("ssh-rsa");
    }

    boolean certificate() {
        return type().endsWith(CERTIFICATE);
    }

    /** Whether it is this public key, or a certificate for it. */
    boolean isFor(byte[] publicKey) {
        return Arrays.equals(plain(), publicKey);
    }

    @Override
    public AuthMethod method(KeyNotes remarks) {
        return new AgentLogin(agent, blob, type(), toString(), remarks);
    }

    /** An RSA key is offered with both of its algorithms. */
    @Override
    public int tries() {
        return rsa() ? 2 : 1;
    }

    @Override
    public String toString() {
        String kind = KINDS.stream().filter(type()::contains).findFirst().orElse(type());
        return (certificate() ? "certificate '" : "'") + comment + "' of the agent (" + kind.toUpperCase(Locale.ROOT)
                + " " + sha256(plain()) + ")";
    }

    private byte[] plain() {
        if (!certificate()) {
            return blob;
        }
        SshConfig.prepare();
        try {
            return Fingerprint.blob(Fingerprint.plain(new Buffer.PlainBuffer(blob).readPublicKey()));
        } catch (Buffer.BufferException | RuntimeException e) {
            return blob; // a kind that sshj cannot read
        }
    }

    private static String sha256(byte[] key) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(key);
            return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
