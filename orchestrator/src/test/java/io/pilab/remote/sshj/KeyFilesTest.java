package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.lab.SshTarget;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.RemoteFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.schmizz.sshj.common.Buffer;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyFilesTest {
    @TempDir
    Path directory;

    private EmbeddedServer keys;
    private Passphrases passphrases = file -> Optional.empty();

    @BeforeEach
    void start() throws IOException {
        keys = new EmbeddedServer(directory);
    }

    @AfterEach
    void stop() throws IOException {
        keys.close();
    }

    @Test
    void withoutANameTheUsualKeysAreTakenInOrder() {
        keys.writeKey("id_rsa", EmbeddedServer.rsa(), "");
        keys.writeKey("id_ecdsa", EmbeddedServer.ecdsa(), "");
        assertThat(load(Optional.empty()))
                .extracting(offer -> ((Identity) offer).file().getFileName().toString())
                .containsExactly("id_ecdsa", "id_rsa");
    }

    @Test
    void withoutAnyKeyTheWayToOneIsSaid() {
        failing(Optional.empty())
                .hasMessage("client: there is no key to log in with: none of "
                        + directory + "/id_ed25519, " + directory + "/id_ecdsa, " + directory
                        + "/id_rsa exists; make one with 'ssh-keygen -t ed25519' and install it with 'ssh-copy-id -p 2222"
                        + " pi@10.0.0.1', or name another one as 'identity' in the lab file");
    }

    @Test
    void aSecurityKeyIsPassedOverWithARemarkAndNeedsAnAgent() throws IOException {
        Path file = securityKey("id_ed25519");
        failing(Optional.empty())
                .hasMessage(
                        "client: key file " + file + " is of a security key (sk-ssh-ed25519@openssh.com), which only an"
                                + " agent can use; put it into the agent: ssh-add " + file);
        failing(Optional.of(file)).hasMessageContaining("which only an agent can use");
        keys.writeKey("id_ecdsa", EmbeddedServer.ecdsa(), "");
        Keyring keyring = keyring(Optional.empty());
        assertThat(keyring.offers()).hasSize(1);
        assertThat(keyring.remarks().text()).contains("is of a security key");
    }

    @Test
    void whateverAKeyFileHoldsItIsThatFilesTrouble() throws IOException {
        Random random = new Random(9);
        String head = "openssh-key-v1\0";
        for (int i = 0; i < 300; i++) {
            byte[] noise = new byte[random.nextInt(200)];
            random.nextBytes(noise);
            Buffer.PlainBuffer blob = new Buffer.PlainBuffer().putRawBytes(head.getBytes(StandardCharsets.US_ASCII));
            if (i % 2 == 0) {
                blob.putString("none").putString("none").putString("").putUInt32(i % 5);
            }
            writePrivate("id_rsa", blob.putRawBytes(noise).getCompactData());
            failing(Optional.empty()).isInstanceOf(RemoteException.class);
        }
    }

    /** In the right form, with no authenticator behind it. */
    private Path securityKey(String name) throws IOException {
        Buffer.PlainBuffer half = new Buffer.PlainBuffer()
                .putString("sk-ssh-ed25519@openssh.com")
                .putBytes(new byte[32])
                .putString("ssh:");
        Buffer.PlainBuffer secret = new Buffer.PlainBuffer().putUInt32(12345).putUInt32(12345);
        secret.putRawBytes(half.getCompactData())
                .putByte((byte) 1)
                .putString("handle")
                .putString("")
                .putString("sk");
        for (int i = 1; secret.available() % 8 != 0; i++) {
            secret.putByte((byte) i);
        }
        return writePrivate(
                name,
                new Buffer.PlainBuffer()
                        .putRawBytes("openssh-key-v1\0".getBytes(StandardCharsets.US_ASCII))
                        .putString("none")
                        .putString("none")
                        .putString("")
                        .putUInt32(1)
                        .putBytes(half.getCompactData())
                        .putBytes(secret.getCompactData())
                        .getCompactData());
    }

    private Path writePrivate(String name, byte[] blob) throws IOException {
        String text = Base64.getMimeEncoder().encodeToString(blob);
        return Files.writeString(
                directory.resolve(name),
                "-----BEGIN OPENSSH PRIVATE KEY-----\n" + text + "\n-----END OPENSSH PRIVATE KEY-----\n");
    }

    @Test
    void aUsualKeyThatCanNotBeReadIsNoObstacleWhereAnotherCan() {
        keys.writeKey("id_ecdsa", EmbeddedServer.ecdsa(), "secret");
        failing(Optional.empty())
                .hasMessage("client: key file " + directory.resolve("id_ecdsa")
                        + " has a passphrase; put the key into the agent (ssh-add " + directory.resolve("id_ecdsa")
                        + "), or the passphrase into the environment variable PILAB_SSH_PASSPHRASE");
        keys.writeKey("id_rsa", EmbeddedServer.rsa(), "");
        assertThat(load(Optional.empty())).hasSize(1);
    }

    @Test
    void decryptsWithThePassphraseAndNeverShowsIt() {
        keys.writeKey("key", EmbeddedServer.ecdsa(), "secret");
        passphrases = file -> Optional.of("secret".toCharArray());
        assertThat(load(file("key"))).hasSize(1);
        passphrases = file -> Optional.of("wrong-secret".toCharArray());
        failing(file("key"))
                .hasMessageContaining("the passphrase (PILAB_SSH_PASSPHRASE) is not the one of key file " + directory)
                .hasMessageNotContaining("wrong-secret");
    }

    @Test
    void anIdentityShowsThePublicHalfOnly() {
        keys.writeKey("key", EmbeddedServer.ecdsa(), "");
        assertThat(load(file("key")).toString()).matches("\\[.*/key \\(ECDSA SHA256:[A-Za-z0-9+/]{43}\\)]");
    }

    @Test
    void everythingElseThatIsWrongWithAFileHasItsOwnCure() throws IOException {
        Path key = directory.resolve("key");
        failing(file("key"))
                .hasMessage(
                        "client: key file " + key + " does not exist; correct 'identity' in the lab file, or make the"
                                + " key: ssh-keygen -t ed25519 -f " + key);
        Files.createDirectory(key);
        failing(file("key")).hasMessageContaining("cannot be read by user ").hasMessageEndingWith("see: ls -l " + key);
        Files.delete(key);
        Files.writeString(key, "ssh-ed25519 AAAA pi\n");
        failing(file("key")).hasMessageContaining("holds the public half; name the private one");
        Files.writeString(key, "PuTTY-User-Key-File-3: ssh-ed25519\n");
        failing(file("key"))
                .hasMessageContaining("is PuTTY's; convert it: puttygen " + key + " -O private-openssh-new");
        Files.writeString(key, "");
        failing(file("key")).hasMessageContaining("is not a private key");
        Files.writeString(
                key, "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,00\n\nAA==\n");
        failing(file("key"))
                .hasMessageContaining("old PEM encryption, which is not supported")
                .hasMessageEndingWith("ssh-keygen -p -f " + key);
        Files.writeString(key, "-----BEGIN OPENSSH PRIVATE KEY-----\nAAAA\n-----END OPENSSH PRIVATE KEY-----\n");
        failing(file("key"))
                .hasMessageContaining("cannot be used: ")
                .hasMessageContaining("a key that works: ssh-keygen");
    }

    private AbstractThrowableAssert<?, ?> failing(Optional<Path> identity) {
        return assertThatThrownBy(() -> load(identity))
                .isInstanceOfSatisfying(
                        RemoteException.class, e -> assertThat(e.kind()).isEqualTo(RemoteFailure.KEY));
    }

    private List<KeyOffer> load(Optional<Path> identity) {
        return keyring(identity).offers();
    }

    private Keyring keyring(Optional<Path> identity) {
        SshSettings settings = new SshSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, directory, passphrases);
        SshTarget target = new SshTarget("10.0.0.1", 2222, "pi", identity, Optional.empty());
        return Keyring.of(
                "client", new HopResolver("client", settings).to(target).get(0), settings);
    }

    private Optional<Path> file(String name) {
        return Optional.of(directory.resolve(name));
    }
}
