package io.pilab.remote.sshj;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.pilab.model.SshTarget;
import io.pilab.remote.RemoteException;
import io.pilab.remote.RemoteException.Kind;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
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
        failing(file("key")).hasMessageContaining("can not be read by user ").hasMessageEndingWith("see: ls -l " + key);
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
                .hasMessageContaining("can not be used: ")
                .hasMessageContaining("a key that works: ssh-keygen");
    }

    private AbstractThrowableAssert<?, ?> failing(Optional<Path> identity) {
        return assertThatThrownBy(() -> load(identity))
                .isInstanceOfSatisfying(
                        RemoteException.class, e -> assertThat(e.kind()).isEqualTo(Kind.KEY));
    }

    private List<Offer> load(Optional<Path> identity) {
        SshSettings settings = new SshSettings(Duration.ofSeconds(1), Duration.ofSeconds(1), 1, directory, passphrases);
        SshTarget target = new SshTarget("10.0.0.1", 2222, "pi", identity, Optional.empty());
        return Keyring.of("client", new Routes("client", settings).to(target).get(0), settings)
                .offers();
    }

    private Optional<Path> file(String name) {
        return Optional.of(directory.resolve(name));
    }
}
