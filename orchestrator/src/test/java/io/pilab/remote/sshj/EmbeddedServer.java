package io.pilab.remote.sshj;

import io.pilab.lab.SshTarget;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyEncryptionContext;
import org.apache.sshd.common.config.keys.writer.openssh.OpenSSHKeyPairResourceWriter;
import org.apache.sshd.common.keyprovider.KeyPairProvider;
import org.apache.sshd.common.session.helpers.AbstractSession;
import org.apache.sshd.server.SshServer;
import org.apache.sshd.server.forward.AcceptAllForwardingFilter;
import org.apache.sshd.server.shell.InvertedShellWrapper;
import org.apache.sshd.server.shell.ProcessShell;
import org.apache.sshd.sftp.server.SftpSubsystemFactory;

/** Apache MINA SSHD on a free loopback port. Commands are real processes of this machine, in sessions of their own. */
final class EmbeddedServer implements AutoCloseable {
    /** What a command leaves of its input is read for it: else the server would throw its output away. */
    private static final String SHELL = "setsid /bin/sh -c \"$1\"; code=$?; cat >/dev/null; exit $code";

    private final SshServer server = SshServer.setUpDefaultServer();
    private final Path directory;
    private final Set<PublicKey> accepted = ConcurrentHashMap.newKeySet();
    private final KeyPair hostKey = ecdsa();

    /** The directory takes known_hosts and the keys of the user, as ~/.ssh does. */
    EmbeddedServer(Path directory) throws IOException {
        this.directory = directory;
        server.setHost("127.0.0.1");
        server.setPort(0);
        server.setKeyPairProvider(KeyPairProvider.wrap(hostKey));
        server.setPublickeyAuthenticator(
                (user, key, session) -> accepted.stream().anyMatch(one -> KeyUtils.compareKeys(one, key)));
        server.setCommandFactory((channel, command) ->
                new InvertedShellWrapper(new ProcessShell("/bin/sh", "-c", SHELL, "sh", command)));
        server.setForwardingFilter(AcceptAllForwardingFilter.INSTANCE);
        server.setSubsystemFactories(List.of(new SftpSubsystemFactory()));
        server.setCipherFactories(List.of(BuiltinCiphers.aes128ctr)); // GCM takes the second compiler; OpenSSH has it
        server.start();
    }

    SshServer server() {
        return server;
    }

    Path directory() {
        return directory;
    }

    KeyPair hostKey() {
        return hostKey;
    }

    int port() {
        return server.getPort();
    }

    /** A target with the usual keys and known_hosts of {@link #settings}. */
    SshTarget target() {
        return target(Optional.empty());
    }

    SshTarget target(Optional<Path> identity) {
        return new SshTarget("127.0.0.1", port(), "pi", identity, Optional.empty());
    }

    /** By way of others, first hop first. */
    SshTarget targetBy(EmbeddedServer... hops) {
        List<SshTarget> jump = Arrays.stream(hops).map(EmbeddedServer::target).toList();
        return new SshTarget(
                "127.0.0.1",
                Optional.of(port()),
                Optional.of("pi"),
                Optional.empty(),
                Optional.empty(),
                Optional.of(jump));
    }

    SshSettings settings() {
        return settings(file -> Optional.empty());
    }

    SshSettings settings(Passphrases passphrases) {
        return new SshSettings(Duration.ofSeconds(10), Duration.ofSeconds(2), 3, directory, passphrases);
    }

    /** Lets the user in with a new key, and makes the host known. */
    EmbeddedServer enrolled() {
        return enrolled(writeKey("id_ecdsa", ecdsa(), ""));
    }

    /** Likewise with a key that is there already. */
    EmbeddedServer enrolled(PublicKey key) {
        accept(key);
        know(hostKey.getPublic());
        return this;
    }

    /** Appends a host key of this server to known_hosts. */
    void know(PublicKey key) {
        append("[127.0.0.1]:" + port() + " " + Fingerprint.algorithm(key) + " " + Fingerprint.base64(key));
    }

    void append(String knownHostsLine) {
        try {
            Files.writeString(
                    directory.resolve("known_hosts"),
                    knownHostsLine + "\n",
                    StandardOpenOption.CREATE,
                    StandardOpenOption.APPEND);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void accept(PublicKey key) {
        accepted.add(key);
    }

    /** Writes a private key as ssh-keygen does, and returns its public half. */
    PublicKey writeKey(String name, KeyPair pair, String passphrase) {
        OpenSSHKeyEncryptionContext encryption = new OpenSSHKeyEncryptionContext();
        encryption.setCipherType("256");
        encryption.setCipherMode("CTR");
        encryption.setPassword(passphrase);
        try (OutputStream out = Files.newOutputStream(directory.resolve(name))) {
            OpenSSHKeyPairResourceWriter.INSTANCE.writePrivateKey(
                    pair, "test", passphrase.isEmpty() ? null : encryption, out);
            return pair.getPublic();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Ends every connection as a reboot would: without a word. */
    void dropConnections() {
        for (AbstractSession session : server.getActiveSessions()) {
            session.close(true);
        }
    }

    static KeyPair ecdsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    static KeyPair rsa() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
            generator.initialize(2048);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() throws IOException {
        server.stop(true);
    }
}
